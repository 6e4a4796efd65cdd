import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import { DomainError } from '../../core/errors/index.js';
import { DAYS_PER_YEAR, kindOf, varianceByInput, varianceShares } from '../../core/estimate/index.js';
import { canonicalJson } from '../../core/factor-set/index.js';
import { CatalogueService } from '../catalogue/index.js';
import { FactorSetsService } from '../factors/index.js';
import type { SetStamp } from '../factors/index.js';
import type { ResolvedZoneDto } from '../grid/index.js';
import { ReferencesService } from '../references/index.js';
import type { ReferenceDto } from '../references/index.js';
import { equivalencesOf } from './equivalence/equivalences.js';
import type { EstimateDto, InputVarianceDto } from './estimate.dto.js';
import type { EstimateInput } from './estimate.input.js';
import { mixedSeriesIn } from './mixed-series.js';
import { EstimateStore } from './estimate.store.js';
import type { Part } from './part-estimator.js';
import { TablesService } from './tables/tables.service.js';
import { common, totalsOf } from './to-estimate-dto.js';
import { Warnings } from './warnings.js';
import { WorkloadEstimator } from './workload-estimator.js';
import type { EstimatedWorkload } from './workload-estimator.js';

const NAMESPACE = '0a3c5f7e-1b2d-5e4f-9c6a-8d7b6e5f4a31';

/** Models × places over all workloads of an estimate: what one request may make the service compute. */
const MAX_PARTS = 3_000;

const INPUTS_SHOWN = 20;

/** An estimate with the products behind it, for whoever compares two. */
export interface Computed {
  readonly estimate: EstimateDto;
  readonly workloads: readonly EstimatedWorkload[];
}

/** Fleet-scale estimates: volume × measured energy per inference × PUE × carbon intensity. */
@Injectable()
export class EstimatesService {
  constructor(
    @Inject(WorkloadEstimator) private readonly workloads: WorkloadEstimator,
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
    @Inject(EstimateStore) private readonly store: EstimateStore,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(ReferencesService) private readonly references: ReferencesService,
    @Inject(TablesService) private readonly tables: TablesService,
  ) {}

  async create(input: EstimateInput): Promise<EstimateDto> {
    const { estimate } = await this.answer(input);
    if (estimate.stored) await this.store.save(input, estimate, hashOf(input));
    return estimate;
  }

  /** The answer from the factor set that the input names; nothing is stored. */
  answer(input: EstimateInput): Promise<Computed> {
    requireFewParts(input);
    return this.sets.answer(input.factorSet, 'factorSet', (stamp, useYear) =>
      this.compute(input, stamp, useYear),
    );
  }

  private compute(input: EstimateInput, stamp: SetStamp, useYear: number): Computed {
    const warnings = new Warnings();
    const horizonDays = input.horizonDays ?? DAYS_PER_YEAR;
    const workloads = input.workloads.map((workload, index) =>
      this.workloads.estimate(workload, { index, estimate: input, horizonDays, useYear, warnings }),
    );
    const parts = workloads.flatMap((workload) => workload.parts);
    const mixed = mixedSeriesIn(zonesOf(workloads));
    if (mixed) warnings.add(mixed.code, mixed.message, null);
    const results = workloads.map(({ result }) => result);
    const days = parts.map(({ day }) => day);
    const totals = totalsOf(
      days,
      parts.map(({ waterScope }) => waterScope),
      horizonDays,
    );
    const estimate = {
      id: idOf(input, stamp),
      stored: input.store ?? false,
      name: input.name ?? null,
      ...stamp,
      boundary: common(results.map(({ boundary }) => boundary)),
      includesQuality: input.includeQuality ?? false,
      currency: totals.perDay.electricityCost && (input.currency ?? null),
      ...totals,
      horizonDays,
      workloads: results,
      varianceShares: varianceShares(days.flatMap((day) => day.emissionsKgCo2e)),
      varianceByInput: inputsOf(workloads),
      equivalences: equivalencesOf(this.tables.all.equivalences.all, totals),
      reference: this.referencesFor(parts),
      warnings: warnings.all,
    };
    return { estimate, workloads };
  }

  private referencesFor(parts: readonly Part[]): ReferenceDto[] {
    const { tasks: known } = this.catalogue.directories;
    const tasks = [...new Set(parts.map(({ task }) => task))];
    const outputs = new Set(tasks.flatMap((task) => known.get(task, 'workloads').outputModality));
    return this.references.ofOutputs([...outputs]);
  }
}

/** The grid of every part. */
export const zonesOf = (workloads: readonly EstimatedWorkload[]): ResolvedZoneDto[] =>
  workloads.flatMap(({ parts }) => parts.map(({ shown }) => shown.zone));

/** The inputs that matter most to the spread of the total, each with the workloads that draw on it. */
function inputsOf(workloads: readonly EstimatedWorkload[]): InputVarianceDto[] {
  const products = workloads.map(({ parts }) => parts.flatMap(({ day }) => day.emissionsKgCo2e));
  const keys = products.map(
    (own) => new Set(own.flatMap(({ components }) => (components ?? []).map(({ key }) => key))),
  );
  return (varianceByInput(products.flat()) ?? []).slice(0, INPUTS_SHOWN).map(({ key, share }) => ({
    input: key,
    kind: kindOf(key),
    share,
    workloads: keys.flatMap((own, index) => (own.has(key) ? [index] : [])),
  }));
}

function requireFewParts({ workloads }: EstimateInput): void {
  const parts = workloads.reduce(
    (sum, { models, regions }) => sum + (models?.length ?? 1) * (regions?.length ?? 1),
    0,
  );
  if (parts <= MAX_PARTS) return;
  const message = `the mixes make ${parts} parts (models × regions), over ${MAX_PARTS}; send several estimates`;
  throw DomainError.field('OUT_OF_RANGE', 'workloads', message);
}

/**
 * The same for the same question to the same figures: those of a set do not depend on the data that came later.
 * How the set was named (label, hash, or not at all) is not part of the question; which one it is, is.
 */
function idOf({ factorSet: _name, ...question }: EstimateInput, stamp: SetStamp): string {
  const { factorSet, factorSetHash, dataVersion, method } = stamp;
  const figures = factorSetHash === null ? dataVersion : [factorSet, factorSetHash];
  return uuidV5(canonicalJson([hashOf(question), figures, method]), NAMESPACE);
}

/** The same however the fields are ordered. */
const hashOf = (question: object): string =>
  createHash('sha256').update(canonicalJson(question)).digest('hex');
