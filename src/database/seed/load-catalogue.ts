import type { EntityManager } from 'typeorm';
import { hardwareSlug } from '../../core/run/index.js';
import { upsert } from '../rows.js';
import type { DataFolder } from './data-folder.js';

interface TaskFile {
  slug: string;
  name: string;
  description: string;
  modality: { input: string[]; output: string[] };
  functionalUnit: string;
  functionalUnits: string[];
  aliases: string[];
  pipelineTag: string | null;
  zeroShotVariant: boolean;
}

interface DatasetFile {
  slug: string;
  name: string;
  description: string | null;
  modality: string[];
  hubId: string | null;
  homepage: string | null;
}

interface HardwareFile {
  name: string;
  gpuModel: string | null;
  gpuMemoryGb: number | null;
  gpuCount: number;
  gpuTdpW: number | null;
  cpuModel: string | null;
  ramGb: number | null;
  nodes: number;
}

/** Descriptions of tasks, datasets and hardware; a changed description replaces the old one. */
export async function loadCatalogueFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const tasks = await folder.json<TaskFile[]>('tasks.json');
  const datasets = await folder.json<DatasetFile[]>('datasets.json');
  const hardware = await folder.json<HardwareFile[]>('hardware.json');
  await upsert(manager, 'task', ['slug'], tasks.map(taskRow));
  await upsert(manager, 'dataset', ['slug'], datasets.map(datasetRow));
  await upsert(manager, 'hardware', ['slug'], hardware.map(hardwareRow));
  return `${tasks.length} tasks, ${datasets.length} datasets, ${hardware.length} machines`;
}

const taskRow = (task: TaskFile) => ({
  slug: task.slug,
  name: task.name,
  description: task.description,
  inputModality: task.modality.input,
  outputModality: task.modality.output,
  functionalUnit: task.functionalUnit,
  functionalUnits: task.functionalUnits,
  pipelineTag: task.pipelineTag,
  aliases: task.aliases,
  zeroShotVariant: task.zeroShotVariant,
});

const datasetRow = (dataset: DatasetFile) => ({
  slug: dataset.slug,
  name: dataset.name,
  description: dataset.description,
  modality: dataset.modality,
  hubId: dataset.hubId,
  url: dataset.homepage,
});

const hardwareRow = (machine: HardwareFile) => ({
  slug: hardwareSlug({ ...machine, gpusActive: null, parallelism: null }),
  name: machine.name,
  gpuModel: machine.gpuModel,
  gpuCount: machine.gpuCount,
  gpuMemoryGb: machine.gpuMemoryGb,
  gpuTdpW: machine.gpuTdpW,
  nodes: machine.nodes,
  cpuModel: machine.cpuModel,
  ramGb: machine.ramGb,
});
