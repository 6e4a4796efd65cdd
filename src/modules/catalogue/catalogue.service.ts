import { Inject, Injectable } from '@nestjs/common';
import { unknownName } from '../../common/errors/index.js';
import type { Page } from '../../common/pagination/index.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import type { AiModelDto } from './ai-model/ai-model.dto.js';
import type { AiModelQuery } from './ai-model/ai-model.input.js';
import { CATALOGUE_PART } from './catalogue.snapshot.js';
import type { CatalogueSnapshot } from './catalogue.snapshot.js';
import type { DatasetDto } from './dataset/dataset.dto.js';
import type { DatasetQuery } from './dataset/dataset.input.js';
import type { HardwareDto } from './hardware/hardware.dto.js';
import type { HardwareQuery } from './hardware/hardware.input.js';
import type { SourceDto } from './source/source.dto.js';
import type { SourceQuery } from './source/source.input.js';
import { TaskEnergies } from './task/task-energies.js';
import type { TaskDto } from './task/task.dto.js';
import type { TaskEntity } from './task/task.entity.js';
import type { TaskQuery } from './task/task.input.js';

/** Tasks, AI models, datasets, hardware and sources: lists, one by id, and names resolved with close matches. */
@Injectable()
export class CatalogueService {
  private readonly snapshot: () => CatalogueSnapshot;

  constructor(
    @Inject(SnapshotStore) snapshots: SnapshotStore,
    @Inject(TaskEnergies) private readonly energies: TaskEnergies,
  ) {
    this.snapshot = snapshots.register(CATALOGUE_PART);
  }

  get directories(): CatalogueSnapshot {
    return this.snapshot();
  }

  tasks(query: TaskQuery): Page<TaskDto> {
    const page = this.snapshot().tasks.page(
      query,
      (task) =>
        (query.input === undefined || task.inputModality.includes(query.input)) &&
        (query.output === undefined || task.outputModality.includes(query.output)),
    );
    return { ...page, items: page.items.map((task) => this.toTask(task)) };
  }

  task(slug: string): TaskDto {
    return this.toTask(this.snapshot().tasks.get(slug, 'slug'));
  }

  /** The slug that a caller means by a task's slug, name or alias. */
  taskSlug(name: string, field: string): string {
    const { tasks, taskNames } = this.snapshot();
    const slug = taskNames.get(name.trim().toLowerCase());
    if (slug) return slug;
    throw unknownName({
      code: 'UNKNOWN_TASK',
      field,
      value: name,
      known: tasks.all.map((task) => task.slug),
    });
  }

  models(query: AiModelQuery): Page<AiModelDto> {
    const task = query.task === undefined ? undefined : this.taskSlug(query.task, 'task');
    if (query.source !== undefined) this.snapshot().sources.require(query.source, 'source');
    return this.snapshot().models.page(
      query,
      (model) =>
        (task === undefined || model.tasks.includes(task) || model.zeroShotTasks.includes(task)) &&
        (query.source === undefined || model.sources.includes(query.source)) &&
        (query.minParameters === undefined || (model.parameters ?? -1) >= query.minParameters) &&
        (query.maxParameters === undefined || (model.parameters ?? Infinity) <= query.maxParameters),
    );
  }

  model(id: string): AiModelDto {
    return this.snapshot().models.get(id, 'id');
  }

  /** Every model that was measured on a task, zero-shot or not. */
  modelsOf(task: string): AiModelDto[] {
    return this.snapshot().models.all.filter(
      (model) => model.tasks.includes(task) || model.zeroShotTasks.includes(task),
    );
  }

  datasets(query: DatasetQuery): Page<DatasetDto> {
    const task = query.task === undefined ? undefined : this.taskSlug(query.task, 'task');
    return this.snapshot().datasets.page(
      query,
      (dataset) => task === undefined || dataset.tasks.includes(task),
    );
  }

  dataset(slug: string): DatasetDto {
    return this.snapshot().datasets.get(slug, 'slug');
  }

  hardwareList(query: HardwareQuery): Page<HardwareDto> {
    return this.snapshot().hardware.page(query, () => true);
  }

  hardware(slug: string): HardwareDto {
    return this.snapshot().hardware.get(slug, 'slug');
  }

  sources(query: SourceQuery): Page<SourceDto> {
    return this.snapshot().sources.page(query, () => true);
  }

  source(slug: string): SourceDto {
    return this.snapshot().sources.get(slug, 'slug');
  }

  private toTask(task: TaskEntity): TaskDto {
    const { inputModality, outputModality, ...own } = task;
    return {
      ...own,
      modality: { input: inputModality, output: outputModality },
      energy: this.energies.of(task.slug, false),
      zeroShotEnergy: this.energies.of(task.slug, true),
    };
  }
}
