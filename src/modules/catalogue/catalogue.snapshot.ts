import { Directory } from '../../common/text/directory.js';
import type { SnapshotPart } from '../../database/snapshot/snapshot-part.js';
import type { AiModelDto } from './ai-model/ai-model.dto.js';
import { readCatalogue } from './catalogue-rows.js';
import type { CatalogueRows } from './catalogue-rows.js';
import type { DatasetDto } from './dataset/dataset.dto.js';
import type { HardwareDto } from './hardware/hardware.dto.js';
import type { SourceDto } from './source/source.dto.js';
import type { TaskEntity } from './task/task.entity.js';

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

export const CATALOGUE_PART: SnapshotPart<CatalogueRows, CatalogueSnapshot> = {
  name: 'catalogue',
  read: readCatalogue,
  build: buildCatalogue,
};

function buildCatalogue({ tasks, models, datasets, hardware, sources }: CatalogueRows): CatalogueSnapshot {
  return {
    tasks: new Directory(tasks, {
      keyOf: (task) => task.slug,
      searched: ['slug', 'name', 'aliases'],
      unknown: 'UNKNOWN_TASK',
    }),
    taskNames: new Map(tasks.flatMap((task) => namesOf(task).map((name) => [name.toLowerCase(), task.slug]))),
    models: new Directory(models, {
      keyOf: (model) => model.id,
      searched: ['id'],
      unknown: 'UNKNOWN_MODEL',
    }),
    datasets: new Directory(datasets, {
      keyOf: (dataset) => dataset.slug,
      searched: ['slug', 'name'],
      unknown: 'UNKNOWN_DATASET',
    }),
    hardware: new Directory(hardware, {
      keyOf: (machine) => machine.slug,
      searched: ['slug', 'name', 'gpuModel', 'cpuModel'],
      unknown: 'UNKNOWN_HARDWARE',
    }),
    sources: new Directory(sources, {
      keyOf: (source) => source.slug,
      searched: ['slug', 'title', 'publisher'],
      unknown: 'UNKNOWN_SOURCE',
    }),
  };
}

const namesOf = (task: TaskEntity): string[] => [...task.aliases, task.name, task.slug];
