import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
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
import { FactorsLoader } from './factors.snapshot.js';
import type { FactorsSnapshot, FactorsView, IdentifiedFactor } from './factors.snapshot.js';
import { imputedFactor, imputedFactors } from './imputed-factors.js';
import { unknownModel } from './unknown-model.js';
import { taskEnergy } from './task-energy.js';
import { LATEST, toFactorDto } from './to-factor-dto.js';

/** Emission factors, derived live from the cells of measured runs. */
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
  ) {
    this.snapshot = snapshots.register('factors', new FactorsLoader().load);
  }

  get current(): FactorsSnapshot {
    return this.snapshot();
  }

  onModuleInit(): void {
    this.taskEnergies.use((task, zeroShot) => taskEnergy(this.snapshot().byTask, task, zeroShot));
  }

  /** Every factor of a task, for whoever chooses one. */
  ofTask(task: string): readonly IdentifiedFactor[] {
    return this.snapshot().byTask.get(task) ?? [];
  }

  /** The factors that a size implies for a task. */
  imputedFor(task: string, parametersB: number): IdentifiedFactor[] {
    return imputedFactors(this.snapshot(), parametersB).filter(({ group }) => group.task === task);
  }

  /** The factors taken to a boundary; a 422 where none of them is known within it. */
  within<T extends Factor>(factors: readonly T[], boundary: string | undefined, field: string): Bounded<T>[] {
    return boundedBy(factors, boundary, this.snapshot().scales, field);
  }

  /** The factors that a request is about, and the flags whose runs it leaves out. */
  view(basis: FactorBasis): { readonly view: FactorsView; readonly excludedFlags: readonly string[] } {
    this.requireLatest(basis);
    return viewWithout(this.snapshot(), basis.excludeFlags);
  }

  list(query: FactorQuery): Page<FactorDto> {
    const { view, excludedFlags } = this.view(query);
    const found = this.found(query, view);
    const bounded = this.within(found, query.boundary, 'boundary');
    const page = paginate(bounded, ({ factor }) => factor.id, query);
    return { ...page, items: page.items.map((each) => this.toDto(each, query, excludedFlags)) };
  }

  one(id: string, basis: FactorBasis): FactorDto {
    const { view, excludedFlags } = this.view(basis);
    const factor = this.require(id, view);
    return this.within([factor], basis.boundary, 'boundary').map((each) =>
      this.toDto(each, basis, excludedFlags),
    )[0] as FactorDto;
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

  private requireLatest({ factorSet }: FactorBasis): void {
    if (factorSet === undefined || factorSet === LATEST) return;
    throw DomainError.field(
      'NOT_FOUND',
      'factorSet',
      `There is no factor set "${factorSet}"; use "${LATEST}"`,
    );
  }

  /** A factor as it is shown for a zone and a PUE. */
  toDto(
    bounded: Bounded<IdentifiedFactor>,
    basis: FactorBasis,
    excludedFlags: readonly string[] = [],
  ): FactorDto {
    const zone = this.zoneOf(bounded.factor, basis);
    const quality = this.quality.of(bounded.factor, zone, bounded.scale !== null);
    return toFactorDto(bounded, { pue: basis.pue ?? 1, zone, quality, excludedFlags });
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
      is<string | null>(query.inputVariant, group.inputVariant) &&
      (query.batchMin === undefined || (group.batchSize ?? -1) >= query.batchMin) &&
      (query.batchMax === undefined || (group.batchSize ?? Infinity) <= query.batchMax);
  }
}
