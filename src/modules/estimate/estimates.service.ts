import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { v5 as uuidV5 } from 'uuid';
import { DomainError } from '../../core/errors/index.js';
import { DAYS_PER_YEAR, intensityOf, varianceShares, workloadDay } from '../../core/estimate/index.js';
import type { WorkloadDay } from '../../core/estimate/index.js';
import { METHOD_VERSION } from '../../core/method.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import { LATEST } from '../factors/index.js';
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
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
    @Inject(EstimateStore) private readonly store: EstimateStore,
  ) {}

  async create(input: EstimateInput): Promise<EstimateDto> {
    const estimate = this.compute(input);
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

  private compute(input: EstimateInput): EstimateDto {
    if (input.factorSet !== undefined && input.factorSet !== LATEST) {
      throw DomainError.field(
        'NOT_FOUND',
        'factorSet',
        `There is no factor set "${input.factorSet}"; use "${LATEST}"`,
      );
    }
    const warnings = new Warnings();
    const horizonDays = input.horizonDays ?? DAYS_PER_YEAR;
    const parts = input.workloads.map((workload, index) =>
      this.workload(workload, index, horizonDays, warnings),
    );
    const dataVersion = this.snapshots.version;
    return {
      id: uuidV5(JSON.stringify([hashOf(input), dataVersion, METHOD_VERSION]), NAMESPACE),
      stored: input.store ?? false,
      name: input.name ?? null,
      factorSet: LATEST,
      dataVersion,
      method: METHOD_VERSION,
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

/** The same for the same question, however its fields are ordered. */
function hashOf(input: EstimateInput): string {
  const ordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(ordered);
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(
      entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, ordered(member)]),
    );
  };
  return createHash('sha256')
    .update(JSON.stringify(ordered(input)))
    .digest('hex');
}
