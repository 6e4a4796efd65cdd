import type { EntityManager } from 'typeorm';
import { hardwareSlug } from '../../core/run/index.js';
import { insertMissing, upsert } from '../rows.js';
import type { Row } from '../rows.js';
import type { DataFolder } from './data-folder.js';
import { hardwareOf } from './sources/source-mapping.js';
import type { SourceFile } from './sources/source-mapping.js';
import { required, requiredNumber } from './sources/source-mapping.js';

/** What a source prints beside its runs: a mean ± sd per task, kWh per 1,000 units, the same number as Wh per unit. */
export async function loadPublishedFactors(
  manager: EntityManager,
  folder: DataFolder,
  source: SourceFile,
): Promise<void> {
  const { published } = source;
  if (!published) return;
  const hardware = hardwareOf(source);
  const slug = hardwareSlug(hardware);
  await insertMissing(manager, 'hardware', [
    { slug, name: slug, gpuModel: hardware.gpuModel, gpuCount: hardware.gpuCount, nodes: hardware.nodes },
  ]);
  const rows = (await folder.csv(published.file)).map((row): Row => {
    const at = `${folder.name}/${published.file}, task ${row['task']}`;
    return {
      sourceId: source.id,
      task: required(row, 'task', at),
      hardware: slug,
      energyScope: source.energyScope,
      energyMethod: source.energyMethod,
      meter: [source.meter.tool, source.meter.version].filter(Boolean).join(' '),
      phase: published.phase,
      unit: published.unit,
      batchSize: published.batchSize,
      meanWhPerUnit: requiredNumber(row, 'mean_kwh_per_1000_inferences', at),
      sdWhPerUnit: requiredNumber(row, 'sd_kwh_per_1000_inferences', at),
      measuredFrom: source.measuredFrom ?? null,
      measuredTo: source.measuredTo ?? null,
      citation: published.citation,
      year: requiredNumber(row, 'year', at),
    };
  });
  await upsert(manager, 'published_factor', ['source_id', 'task', 'unit'], rows);
}
