import type { EntityManager } from 'typeorm';
import { upsert } from '../rows.js';
import type { DataFolder } from './data-folder.js';
import { integer, number, required, requiredNumber, text } from './sources/source-mapping.js';

interface BoundariesFile {
  readonly boundaries: readonly {
    readonly boundary: string;
    /** The source whose energies the column scales. */
    readonly source: string;
    readonly file: string;
    readonly column: string;
    readonly basis: string;
  }[];
}

/** Factors that take a source's energies to another boundary. */
export async function loadBoundaryScales(manager: EntityManager, folder: DataFolder): Promise<string> {
  const { boundaries } = await folder.json<BoundariesFile>('source.json');
  let scales = 0;
  for (const { boundary, source, file, column, basis } of boundaries) {
    const rows = (await folder.csv(file)).map((row) => {
      const at = `${folder.name}/${file}, task ${row['task']}`;
      const task = required(row, 'task', at);
      return { boundary, sourceId: source, task, k: requiredNumber(row, column, at), source: basis };
    });
    await upsert(manager, 'boundary_scale', ['boundary', 'source_id', 'task'], rows);
    scales += rows.length;
  }
  return `${scales} boundary scales`;
}

/** Figures of others that are shown beside results and never averaged in. */
export async function loadReferences(manager: EntityManager, folder: DataFolder): Promise<string> {
  const rows = (await folder.csv('reference-points.csv')).map((row) => {
    const at = `${folder.name}, ${row['reference_id']}`;
    return {
      id: required(row, 'reference_id', at),
      name: required(row, 'name', at),
      outputModality: required(row, 'output_modality', at),
      unit: required(row, 'unit', at),
      energyWhPerUnit: number(row, 'energy_wh_per_unit', at),
      emissionsGPerUnit: number(row, 'emissions_g_co2e_per_unit', at),
      waterMlPerUnit: number(row, 'water_ml_per_unit', at),
      scope: required(row, 'scope', at),
      accounting: text(row, 'accounting'),
      method: required(row, 'method', at),
      published: text(row, 'published'),
      year: integer(row, 'year', at),
      source: required(row, 'source', at),
      url: required(row, 'url', at),
      confidence: required(row, 'confidence', at),
      notComparable: required(row, 'not_comparable', at),
      note: text(row, 'note'),
    };
  });
  await upsert(manager, 'reference_point', ['id'], rows);
  return `${rows.length} reference points`;
}
