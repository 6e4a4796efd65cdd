import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
import { isMetered } from '../../core/factor/index.js';
import type { Factor } from '../../core/factor/index.js';
import { paginate } from '../../common/pagination/index.js';
import type { Page, PageQuery } from '../../common/pagination/index.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import { CatalogueService, TaskEnergies } from '../catalogue/index.js';
import { GridService, WORLD } from '../grid/index.js';
import type { ZoneResolution } from '../grid/index.js';
import { RunsService } from '../runs/index.js';
import type { RunDto } from '../runs/index.js';
import type { FactorDto } from './factor.dto.js';
import type { FactorBasis, FactorQuery } from './factor.input.js';
import { boundedBy } from './boundaries.js';
import type { Bounded } from './boundaries.js';
import { viewWithout } from './excluded-flags.js';
import { FactorQuality } from './factor-quality.js';
import { FactorSetsService } from './factor-set/factor-sets.service.js';
import type { SetStamp } from './factor-set/factor-sets.service.js';
import { FactorsPart } from './factors.snapshot.js';
import type { FactorsSnapshot, FactorsView, IdentifiedFactor } from './factors.snapshot.js';
import { imputedFactor, imputedFactors } from './imputed-factors.js';
import { unknownModel } from './unknown-model.js';
import { taskEnergy } from './task-energy.js';
import { toFactorDto } from './to-factor-dto.js';

/** What a request asks of the factors, and from which of them it is answered. */
export interface Asked {
  readonly basis: FactorBasis;
  readonly view: FactorsView;
  readonly excludedFlags: readonly string[];
  readonly stamp: SetStamp;
  /** The year that the factors are used in. */
  readonly useYear: number;
}

/** Emission factors, derived from the cells of measured runs: live, or as a factor set froze them. */
@Injectable()
export class FactorsService implements OnModuleInit {
  private readonly snapshot: () => FactorsSnapshot;

  constructor(
    @Inject(SnapshotStore) snapshots: SnapshotStore,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(GridService) private readonly grid: GridService,
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(TaskEnergies) private readonly taskEnergies: TaskEnergies,
    @Inject(FactorQuality) private readonly quality: FactorQuality,
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
  ) {
    this.snapshot = snapshots.register(new FactorsPart());
  }

  onModuleInit(): void {
    this.taskEnergies.use((task, zeroShot) => taskEnergy(this.snapshot().byTask, task, zeroShot));
  }

  get directories(): FactorsSnapshot {
    return this.snapshot();
  }

  /** Every factor of a task, for whoever chooses one. */
  ofTask(task: string): readonly IdentifiedFactor[] {
    return this.snapshot().byTask.get(task) ?? [];
  }

  /** The factors that a size implies for a task. */
  imputedFor(task: string, parametersB: number): IdentifiedFactor[] {
    return imputedFactors(this.snapshot(), parametersB, task);
  }

  /** The factors taken to a boundary; a 422 where none of them is known within it. */
  within<T extends Factor>(factors: readonly T[], boundary: string | undefined, field: string): Bounded<T>[] {
    return boundedBy(factors, boundary, this.snapshot().scales, field);
  }

  /** Gives one synchronous answer from the factors that a request is about. */
  answer<T>(basis: FactorBasis, work: (asked: Asked) => T): Promise<T> {
    return this.sets.answer(basis.factorSet, 'factorSet', (stamp, useYear) =>
      work({ ...viewWithout(this.snapshot(), basis.excludeFlags), basis, stamp, useYear }),
    );
  }

  list(query: FactorQuery): Promise<Page<FactorDto>> {
    return this.answer(query, (asked) => {
      const bounded = this.within(this.found(query, asked.view), query.boundary, 'boundary');
      const page = paginate(bounded, ({ factor }) => factor.id, query);
      return { ...page, items: page.items.map((each) => this.toDto(each, asked)) };
    });
  }

  one(id: string, basis: FactorBasis): Promise<FactorDto> {
    return this.answer(basis, (asked) => {
      const [bounded] = this.within([this.require(id, asked.view)], basis.boundary, 'boundary');
      if (!bounded) throw new Error(`factor ${id} was lost on the way to its boundary`);
      return this.toDto(bounded, asked);
    });
  }

  /** The measured runs that a factor is derived from. */
  runsOf(id: string, query: PageQuery): Promise<Page<RunDto>> {
    return this.runs.ofCells(this.cellsOf(id), query);
  }

  cellsOf(id: string): readonly string[] {
    return this.require(id, this.snapshot()).cellIds;
  }

  private require(id: string, view: FactorsView): IdentifiedFactor {
    const factor = view.byId.get(id) ?? imputedFactor(view, id);
    if (factor) return factor;
    throw new DomainError('NOT_FOUND', `There is no factor ${id.slice(0, 80)}; GET /v1/factors lists them`);
  }

  /** A factor as it is shown for a zone and a PUE. */
  toDto(bounded: Bounded<IdentifiedFactor>, { basis, stamp, useYear, excludedFlags }: Asked): FactorDto {
    const zone = this.zoneOf(bounded.factor, basis);
    const quality = this.quality.of(bounded.factor, { zone, useYear, rescaled: bounded.scale !== null });
    return toFactorDto(bounded, { pue: basis.pue ?? 1, zone, quality, excludedFlags, stamp });
  }

  private zoneOf(factor: IdentifiedFactor, { zone }: FactorBasis): ZoneResolution {
    if (zone !== undefined) return this.grid.resolve(zone, 'zone');
    const measuredIn = this.catalogue.directories.sources.find(factor.group.sourceId)?.zone;
    return measuredIn ? this.grid.known(measuredIn, 'measurement') : this.grid.known(WORLD, 'default');
  }

  /** Measured and published factors that fit, and those imputed from a size where the model was not measured. */
  private found(query: FactorQuery, view: FactorsView): IdentifiedFactor[] {
    const { parametersB, level } = query;
    if (level === 'parameters' && parametersB === undefined) {
      const message =
        'level parameters needs parametersB, the size of the AI model in billions of parameters';
      throw DomainError.field('VALIDATION_FAILED', 'parametersB', message);
    }
    const fits = this.filter(query);
    const known = this.candidates(query, view).filter(fits);
    const measured = query.model !== undefined && known.length > 0;
    if (parametersB === undefined || measured) return known;
    return [...known, ...imputedFactors(view, parametersB).filter(fits)];
  }

  /** The shortest list that holds all factors of the query. */
  private candidates(
    { task, model, parametersB }: FactorQuery,
    { all, byTask, byModel }: FactorsView,
  ): readonly IdentifiedFactor[] {
    if (model !== undefined) {
      const { models } = this.catalogue.directories;
      if (!models.find(model) && parametersB === undefined) throw unknownModel(model, 'model', models);
      return byModel.get(model) ?? [];
    }
    return task === undefined ? all : (byTask.get(this.catalogue.taskSlug(task, 'task')) ?? []);
  }

  private filter(query: FactorQuery): (factor: IdentifiedFactor) => boolean {
    const { datasets, hardware, sources } = this.catalogue.directories;
    const wanted = {
      task: query.task === undefined ? undefined : this.catalogue.taskSlug(query.task, 'task'),
      dataset: query.dataset === undefined ? undefined : datasets.require(query.dataset, 'dataset').slug,
      hardware: query.hardware === undefined ? undefined : hardware.require(query.hardware, 'hardware').slug,
      source: query.source === undefined ? undefined : sources.require(query.source, 'source').slug,
    };
    const is = <T>(asked: T | undefined, value: T): boolean => asked === undefined || asked === value;
    return ({ group, dataset, evidence }) =>
      is(wanted.task, group.task) &&
      is<string | null>(wanted.dataset, dataset) &&
      is(wanted.hardware, group.hardware) &&
      is(wanted.source, group.sourceId) &&
      is<string>(query.scope, group.energyScope) &&
      is<string>(query.unit, group.unit) &&
      is<string>(query.level, evidence.level) &&
      is(query.zeroShot, group.zeroShot) &&
      is(query.measured, isMetered({ group })) &&
      is<string | null>(query.inputVariant, group.inputVariant) &&
      (query.batchMin === undefined || (group.batchSize ?? -1) >= query.batchMin) &&
      (query.batchMax === undefined || (group.batchSize ?? Infinity) <= query.batchMax);
  }
}
