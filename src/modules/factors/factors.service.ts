import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
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
import { FactorSetsService } from './factor-set/factor-sets.service.js';
import type { SetStamp } from './factor-set/factor-sets.service.js';
import { FACTORS_PART } from './factors.snapshot.js';
import type { FactorsSnapshot, IdentifiedFactor } from './factors.snapshot.js';
import { taskEnergy } from './task-energy.js';
import { toFactorDto } from './to-factor-dto.js';

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
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
  ) {
    this.snapshot = snapshots.register(FACTORS_PART);
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

  list(query: FactorQuery): Promise<Page<FactorDto>> {
    return this.sets.answer(query.factorSet, 'factorSet', (stamp) => {
      const fits = this.filter(query);
      const page = paginate(this.candidates(query).filter(fits), (factor) => factor.id, query);
      return { ...page, items: page.items.map((factor) => this.toDto(factor, query, stamp)) };
    });
  }

  one(id: string, basis: FactorBasis): Promise<FactorDto> {
    return this.sets.answer(basis.factorSet, 'factorSet', (stamp) =>
      this.toDto(this.require(id), basis, stamp),
    );
  }

  /** The measured runs that a factor is derived from. */
  runsOf(id: string, query: PageQuery): Promise<Page<RunDto>> {
    return this.runs.ofCells(this.cellsOf(id), query);
  }

  cellsOf(id: string): readonly string[] {
    return this.require(id).cellIds;
  }

  private require(id: string): IdentifiedFactor {
    const factor = this.snapshot().byId.get(id);
    if (factor) return factor;
    throw new DomainError('NOT_FOUND', `There is no factor ${id.slice(0, 80)}; GET /v1/factors lists them`);
  }

  private toDto(factor: IdentifiedFactor, basis: FactorBasis, stamp: SetStamp): FactorDto {
    return toFactorDto(factor, basis.pue ?? 1, this.zoneOf(factor, basis), stamp);
  }

  private zoneOf(factor: IdentifiedFactor, { zone }: FactorBasis): ZoneResolution {
    if (zone !== undefined) return this.grid.resolve(zone, 'zone');
    const measuredIn = this.catalogue.directories.sources.find(factor.group.sourceId)?.zone;
    return measuredIn ? this.grid.known(measuredIn, 'measurement') : this.grid.known(WORLD, 'default');
  }

  /** The shortest list that holds all factors of the query. */
  private candidates({ task, model }: FactorQuery): readonly IdentifiedFactor[] {
    const { all, byTask, byModel } = this.snapshot();
    if (model !== undefined)
      return byModel.get(this.catalogue.directories.models.require(model, 'model').id) ?? [];
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
