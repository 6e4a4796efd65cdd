import type { EntityManager } from 'typeorm';
import { Directory } from '../../common/text/directory.js';
import { AiModelEntity } from './ai-model/ai-model.entity.js';
import type { AiModelDto } from './ai-model/ai-model.dto.js';
import { DatasetEntity } from './dataset/dataset.entity.js';
import type { DatasetDto } from './dataset/dataset.dto.js';
import { HardwareEntity } from './hardware/hardware.entity.js';
import type { HardwareDto } from './hardware/hardware.dto.js';
import { SourceEntity } from './source/source.entity.js';
import type { SourceDto } from './source/source.dto.js';
import { TaskEntity } from './task/task.entity.js';

/** Everything that a run refers to, in memory. */
export interface CatalogueSnapshot {
  readonly tasks: Directory<TaskEntity>;
  /** Slug of each name that is understood for a task: slug, name and aliases, in lower case. */
  readonly taskNames: ReadonlyMap<string, string>;
  readonly models: Directory<AiModelDto>;
  readonly datasets: Directory<DatasetDto>;
  readonly hardware: Directory<HardwareDto>;
  readonly sources: Directory<SourceDto>;
}

export async function loadCatalogue(manager: EntityManager): Promise<CatalogueSnapshot> {
  const tasks = await manager.find(TaskEntity);
  return {
    tasks: new Directory(tasks, {
      keyOf: (task) => task.slug,
      searched: ['slug', 'name', 'aliases'],
      unknown: 'UNKNOWN_TASK',
    }),
    taskNames: new Map(tasks.flatMap((task) => namesOf(task).map((name) => [name.toLowerCase(), task.slug]))),
    models: await loadModels(manager),
    datasets: await loadDatasets(manager),
    hardware: await loadHardware(manager),
    sources: await loadSources(manager),
  };
}

const namesOf = (task: TaskEntity): string[] => [...task.aliases, task.name, task.slug];

async function loadModels(manager: EntityManager): Promise<Directory<AiModelDto>> {
  const uses = await usesBy(manager, 'model_id');
  const models = (await manager.find(AiModelEntity)).map(({ createdAt, ...model }): AiModelDto => {
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
  return new Directory(models, { keyOf: (model) => model.id, searched: ['id'], unknown: 'UNKNOWN_MODEL' });
}

async function loadDatasets(manager: EntityManager): Promise<Directory<DatasetDto>> {
  const uses = await usesBy(manager, 'dataset');
  const datasets = (await manager.find(DatasetEntity)).map((dataset): DatasetDto => {
    const use = uses.get(dataset.slug);
    return {
      ...dataset,
      tasks: [...new Set([...(use?.tasks ?? []), ...(use?.zero_shot_tasks ?? [])])],
      runs: use?.runs ?? 0,
    };
  });
  return new Directory(datasets, {
    keyOf: (d) => d.slug,
    searched: ['slug', 'name'],
    unknown: 'UNKNOWN_DATASET',
  });
}

async function loadHardware(manager: EntityManager): Promise<Directory<HardwareDto>> {
  const uses = await usesBy(manager, 'hardware');
  const hardware = (await manager.find(HardwareEntity)).map((machine): HardwareDto => ({
    ...machine,
    runs: uses.get(machine.slug)?.runs ?? 0,
  }));
  return new Directory(hardware, {
    keyOf: (machine) => machine.slug,
    searched: ['slug', 'name', 'gpuModel', 'cpuModel'],
    unknown: 'UNKNOWN_HARDWARE',
  });
}

async function loadSources(manager: EntityManager): Promise<Directory<SourceDto>> {
  const uses = await usesBy(manager, 'source_id');
  const sources = (await manager.find(SourceEntity)).map((source): SourceDto => {
    const { energyScope, defaultZone, cohort, cohortDescription, ...own } = source;
    return {
      ...own,
      scope: energyScope,
      zone: defaultZone,
      taskCohort: cohort,
      taskCohortDescription: cohortDescription,
      runs: uses.get(source.slug)?.runs ?? 0,
    };
  });
  return new Directory(sources, {
    keyOf: (source) => source.slug,
    searched: ['slug', 'title', 'publisher'],
    unknown: 'UNKNOWN_SOURCE',
  });
}

interface Use {
  readonly key: string;
  readonly tasks: string[];
  readonly zero_shot_tasks: string[];
  readonly datasets: string[];
  readonly sources: string[];
  readonly runs: number;
}

/** What each model, dataset, machine or source was measured on; from the cells, not from the runs. */
async function usesBy(
  manager: EntityManager,
  column: 'model_id' | 'dataset' | 'hardware' | 'source_id',
): Promise<Map<string, Use>> {
  const distinct = (value: string, where: string) =>
    `coalesce(array_agg(DISTINCT ${value} ORDER BY ${value}) FILTER (WHERE ${where}), '{}')`;
  const uses = await manager.query<Use[]>(`
    SELECT ${column} AS key,
      ${distinct('task', 'NOT zero_shot')} AS tasks,
      ${distinct('task', 'zero_shot')} AS zero_shot_tasks,
      ${distinct('dataset', 'dataset IS NOT NULL')} AS datasets,
      ${distinct('source_id', 'true')} AS sources,
      sum(runs) AS runs
    FROM cell JOIN (SELECT cell_id, max(runs) AS runs FROM cell_statistic GROUP BY cell_id) s ON s.cell_id = cell.id
    WHERE ${column} IS NOT NULL
    GROUP BY ${column}`);
  return new Map(uses.map((use) => [use.key, use]));
}
