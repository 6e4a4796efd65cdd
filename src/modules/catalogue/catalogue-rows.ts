import type { EntityManager } from 'typeorm';
import { byText } from '../../core/collections.js';
import { AiModelEntity } from './ai-model/ai-model.entity.js';
import type { AiModelDto } from './ai-model/ai-model.dto.js';
import { DatasetEntity } from './dataset/dataset.entity.js';
import type { DatasetDto } from './dataset/dataset.dto.js';
import { HardwareEntity } from './hardware/hardware.entity.js';
import type { HardwareDto } from './hardware/hardware.dto.js';
import { SourceLoadEntity } from './source/source-load.entity.js';
import { SourceEntity } from './source/source.entity.js';
import type { SourceDto, SourceLoadDto } from './source/source.dto.js';
import { TaskEntity } from './task/task.entity.js';

/** The catalogue as lists, each in the order of its key. */
export interface CatalogueRows {
  readonly tasks: readonly TaskEntity[];
  readonly models: readonly AiModelDto[];
  readonly datasets: readonly DatasetDto[];
  readonly hardware: readonly HardwareDto[];
  readonly sources: readonly SourceDto[];
}

export async function readCatalogue(manager: EntityManager): Promise<CatalogueRows> {
  const bySlug = byText(({ slug }: { slug: string }) => slug);
  return {
    tasks: (await manager.find(TaskEntity)).sort(bySlug),
    models: (await readModels(manager)).sort(byText(({ id }) => id)),
    datasets: (await readDatasets(manager)).sort(bySlug),
    hardware: (await readHardware(manager)).sort(bySlug),
    sources: (await readSources(manager)).sort(bySlug),
  };
}

async function readModels(manager: EntityManager): Promise<AiModelDto[]> {
  const uses = await usesBy(manager, 'model_id');
  const models = await publicOnes(
    manager,
    'model_id',
    uses,
    await manager.find(AiModelEntity),
    ({ id }) => id,
  );
  return models.map(({ createdAt, ...model }): AiModelDto => {
    const use = uses.get(model.id);
    return {
      ...model,
      tasks: use?.tasks ?? [],
      zeroShotTasks: use?.zero_shot_tasks ?? [],
      datasets: use?.datasets ?? [],
      sources: use?.sources ?? [],
      runs: use?.runs ?? 0,
    };
  });
}

async function readDatasets(manager: EntityManager): Promise<DatasetDto[]> {
  const uses = await usesBy(manager, 'dataset');
  const datasets = await publicOnes(manager, 'dataset', uses, await manager.find(DatasetEntity), slugOf);
  return datasets.map((dataset): DatasetDto => {
    const use = uses.get(dataset.slug);
    return {
      ...dataset,
      tasks: [...new Set([...(use?.tasks ?? []), ...(use?.zero_shot_tasks ?? [])])],
      runs: use?.runs ?? 0,
    };
  });
}

async function readHardware(manager: EntityManager): Promise<HardwareDto[]> {
  const uses = await usesBy(manager, 'hardware');
  const machines = await publicOnes(manager, 'hardware', uses, await manager.find(HardwareEntity), slugOf);
  return machines.map((machine): HardwareDto => ({
    ...machine,
    runs: uses.get(machine.slug)?.runs ?? 0,
  }));
}

async function readSources(manager: EntityManager): Promise<SourceDto[]> {
  const uses = await usesBy(manager, 'source_id');
  const loads = new Map((await manager.find(SourceLoadEntity)).map((load) => [load.sourceId, load]));
  const sources = await publicOnes(manager, 'source_id', uses, await manager.find(SourceEntity), slugOf);
  return sources.map((source): SourceDto => {
    const { energyScope, defaultZone, cohort, cohortDescription, ...own } = source;
    return {
      ...own,
      scope: energyScope,
      zone: defaultZone,
      taskCohort: cohort,
      taskCohortDescription: cohortDescription,
      load: toLoad(loads.get(source.slug)),
      runs: uses.get(source.slug)?.runs ?? 0,
    };
  });
}

function toLoad(load: SourceLoadEntity | undefined): SourceLoadDto | null {
  if (!load) return null;
  const { sourceId, loadedAt, rejections, ...own } = load;
  return { ...own, rejections: [...rejections] };
}

interface Use {
  readonly key: string;
  readonly tasks: string[];
  readonly zero_shot_tasks: string[];
  readonly datasets: string[];
  readonly sources: string[];
  readonly runs: number;
}

type RunColumn = 'model_id' | 'dataset' | 'hardware' | 'source_id';

const slugOf = ({ slug }: { slug: string }): string => slug;

/** Without those that only runs name which are not published: a draft with a slip in a name is nobody's catalogue. */
async function publicOnes<T>(
  manager: EntityManager,
  column: RunColumn,
  uses: ReadonlyMap<string, Use>,
  all: readonly T[],
  keyOf: (item: T) => string,
): Promise<T[]> {
  const rows = await manager.query<{ key: string | null }[]>(
    `SELECT DISTINCT ${column} AS key FROM run WHERE status <> 'published'`,
  );
  const unpublished = new Set(rows.map(({ key }) => key));
  return all.filter((item) => uses.has(keyOf(item)) || !unpublished.has(keyOf(item)));
}

/** What each model, dataset, machine or source was measured on; from the cells, not from the runs. */
async function usesBy(manager: EntityManager, column: RunColumn): Promise<Map<string, Use>> {
  // by code unit: the server's collation may order otherwise on another installation
  const distinct = (value: string, where: string) =>
    `coalesce(array_agg(DISTINCT ${value} COLLATE "C" ORDER BY ${value} COLLATE "C") FILTER (WHERE ${where}), '{}')`;
  const uses = await manager.query<Use[]>(`
    SELECT ${column} AS key,
      ${distinct('task', 'NOT zero_shot')} AS tasks,
      ${distinct('task', 'zero_shot')} AS zero_shot_tasks,
      ${distinct('dataset', 'dataset IS NOT NULL')} AS datasets,
      ${distinct('source_id', 'true')} AS sources,
      sum(runs) AS runs
    FROM cell JOIN (
      SELECT cell_id, max(runs) AS runs
      FROM (SELECT cell_id, unit, sum(runs)::integer AS runs FROM cell_statistic GROUP BY cell_id, unit) AS per_unit
      GROUP BY cell_id
    ) AS s ON s.cell_id = cell.id
    WHERE ${column} IS NOT NULL
    GROUP BY ${column}`);
  return new Map(uses.map((use) => [use.key, use]));
}
