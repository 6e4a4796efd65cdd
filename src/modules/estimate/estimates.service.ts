import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { v5 as uuidV5 } from 'uuid';
import { DomainError } from '../../core/errors/index.js';
import { DAYS_PER_YEAR, intensityOf, varianceShares, workloadDay } from '../../core/estimate/index.js';
import type { WorkloadDay } from '../../core/estimate/index.js';
import { canonicalJson } from '../../core/factor-set/index.js';
import { FactorSetsService } from '../factors/index.js';
import type { SetStamp } from '../factors/index.js';
import { FactorChooser } from './choose-factor.js';
import type { EstimateDto, WorkloadEstimateDto } from './estimate.dto.js';
import type { EstimateInput, WorkloadInput } from './estimate.input.js';
import { EstimateStore } from './estimate.store.js';
import { SiteResolver } from './site.js';
import { totalsOf, usedFactor } from './to-estimate-dto.js';
import { inferencesPerDay } from './volume.js';
import { Warnings } from './warnings.js';

const NAMESPACE = '0a3c5f7e-1b2d-5e4f-9c6a-8d7b6e5f4a31';

/** Fleet-scale estimates: volume × measured energy per inference × PUE × carbon intensity. */
@Injectable()
export class EstimatesService {
  constructor(
    @Inject(FactorChooser) private readonly chooser: FactorChooser,
    @Inject(SiteResolver) private readonly sites: SiteResolver,
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
    @Inject(EstimateStore) private readonly store: EstimateStore,
  ) {}

  async create(input: EstimateInput): Promise<EstimateDto> {
    const estimate = await this.sets.answer(input.factorSet, 'factorSet', (stamp) =>
      this.compute(input, stamp),
    );
    if (estimate.stored) await this.store.save(input, estimate, hashOf(input));
    return estimate;
  }

  /** A receipt, as it was answered. */
  async one(id: string): Promise<EstimateDto> {
    const receipt = isUUID(id) ? await this.store.find(id) : null;
    if (receipt) return receipt;
    throw new DomainError(
      'NOT_FOUND',
      `There is no receipt of an estimate ${id.slice(0, 80)}; estimates are kept where the request says "store": true`,
    );
  }

  private compute(input: EstimateInput, stamp: SetStamp): EstimateDto {
    const warnings = new Warnings();
    const horizonDays = input.horizonDays ?? DAYS_PER_YEAR;
    const parts = input.workloads.map((workload, index) =>
      this.workload(workload, index, horizonDays, warnings),
    );
    return {
      id: idOf(input, stamp),
      stored: input.store ?? false,
      name: input.name ?? null,
      ...stamp,
      boundary: input.boundary ?? 'as-measured',
      ...totalsOf(
        parts.map(({ day }) => day),
        horizonDays,
      ),
      horizonDays,
      workloads: parts.map(({ result }) => result),
      warnings: warnings.all,
    };
  }

  private workload(
    input: WorkloadInput,
    index: number,
    horizonDays: number,
    warnings: Warnings,
  ): { day: WorkloadDay; result: WorkloadEstimateDto } {
    const unitsPerDay = inferencesPerDay(input, `workloads.${index}`);
    const { subject, factor } = this.chooser.choose(input, index, warnings);
    const site = this.sites.resolve(input, index, warnings);
    if (factor.evidence.sigma === null) {
      const message = 'the spread of the factor is not known from its runs, so the interval is null';
      warnings.add('INTERVAL_UNKNOWN', message, index);
    }
    const inputs = {
      unitsPerDay,
      energyWhPerUnit: intensityOf(`factor:${factor.id}`, factor.evidence),
      pue: site.pueInput,
      carbonIntensityGPerKwh: site.carbonIntensity,
    };
    const day = workloadDay(inputs);
    const result = {
      label: input.label ?? null,
      ...subject,
      level: factor.evidence.level,
      factor: usedFactor(factor),
      zone: site.zone,
      pue: site.pue,
      ...totalsOf([day], horizonDays),
      varianceShares: varianceShares(inputs),
    };
    return { day, result };
  }
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
