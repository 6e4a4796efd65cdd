import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { v5 as uuidV5 } from 'uuid';
import { DomainError } from '../../core/errors/index.js';
import {
  DAYS_PER_YEAR,
  exact,
  intensityOf,
  qualityOf,
  varianceShares,
  workloadDay,
} from '../../core/estimate/index.js';
import type { WorkloadDay } from '../../core/estimate/index.js';
import { canonicalJson } from '../../core/factor-set/index.js';
import { CatalogueService } from '../catalogue/index.js';
import { FactorQuality, FactorSetsService } from '../factors/index.js';
import type { IdentifiedFactor, SetStamp } from '../factors/index.js';
import { ReferencesService } from '../references/index.js';
import type { ReferenceDto } from '../references/index.js';
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
    @Inject(FactorQuality) private readonly quality: FactorQuality,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(ReferencesService) private readonly references: ReferencesService,
  ) {}

  async create(input: EstimateInput): Promise<EstimateDto> {
    const estimate = await this.sets.answer(input.factorSet, 'factorSet', (stamp, useYear) =>
      this.compute(input, stamp, useYear),
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

  private compute(input: EstimateInput, stamp: SetStamp, useYear: number): EstimateDto {
    const warnings = new Warnings();
    const horizonDays = input.horizonDays ?? DAYS_PER_YEAR;
    const parts = input.workloads.map((workload, index) =>
      this.workload(workload, { index, input, horizonDays, useYear, warnings }),
    );
    return {
      id: idOf(input, stamp),
      stored: input.store ?? false,
      name: input.name ?? null,
      ...stamp,
      boundary: input.boundary ?? 'as-measured',
      includesQuality: input.includeQuality ?? false,
      ...totalsOf(
        parts.map(({ day }) => day),
        horizonDays,
      ),
      horizonDays,
      workloads: parts.map(({ result }) => result),
      reference: this.referencesFor(parts.map(({ result }) => result.task)),
      warnings: warnings.all,
    };
  }

  private referencesFor(tasks: readonly string[]): ReferenceDto[] {
    const outputs = new Set(tasks.flatMap((task) => this.catalogue.task(task).modality.output));
    return this.references.ofOutputs([...outputs]);
  }

  private workload(
    input: WorkloadInput,
    { index, input: { boundary, includeQuality }, horizonDays, useYear, warnings }: WorkloadContext,
  ): { day: WorkloadDay; result: WorkloadEstimateDto } {
    const unitsPerDay = inferencesPerDay(input, `workloads.${index}`);
    const { subject, chosen } = this.chooser.choose(input, { index, boundary, warnings });
    const { factor, scale } = chosen;
    const site = this.sites.resolve(input, index, warnings);
    if (factor.evidence.sigma === null) {
      warnings.add('INTERVAL_UNKNOWN', unknownSpread(factor), index);
    }
    if (scale !== null) {
      const message = `boundary "${scale.boundary}" multiplies the measured energy by ${scale.k}: ${scale.source}`;
      warnings.add('BOUNDARY_ESTIMATED', message, index);
    }
    const quality = this.quality.of(factor, { zone: site.resolution, useYear, rescaled: scale !== null });
    const inputs = {
      unitsPerDay,
      energyWhPerUnit: intensityOf(`factor:${factor.id}`, factor.evidence),
      pue: site.pueInput,
      carbonIntensityGPerKwh: site.carbonIntensity,
      dataQuality: includeQuality ? qualityOf(factor.group.sourceId, quality.sigma) : exact(1),
    };
    const day = workloadDay(inputs);
    const result = {
      label: input.label ?? null,
      ...subject,
      parametersB: input.parametersB ?? null,
      level: factor.evidence.level,
      factor: usedFactor(chosen),
      quality,
      zone: site.zone,
      pue: site.pue,
      ...totalsOf([day], horizonDays),
      varianceShares: varianceShares(inputs),
    };
    return { day, result };
  }
}

/** What a workload is computed in. */
interface WorkloadContext {
  readonly index: number;
  readonly input: EstimateInput;
  readonly horizonDays: number;
  readonly useYear: number;
  readonly warnings: Warnings;
}

const unknownSpread = ({ group, spreadMissing }: IdentifiedFactor): string =>
  `the interval is null: the runs of ${group.sourceId} cannot tell the spread between ` +
  `${spreadMissing.map((component) => SPREAD_OF[component]).join(', ')}`;

const SPREAD_OF = {
  run: 'repetitions (each was run once)',
  dataset: 'datasets (each AI model was run on one)',
  'model-dataset': 'AI models on a dataset (their interaction)',
  model: 'AI models (there is one)',
} as const;

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
