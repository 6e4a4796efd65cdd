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
import { METHOD_VERSION } from '../../core/method.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import { CatalogueService } from '../catalogue/index.js';
import { FactorQuality, LATEST } from '../factors/index.js';
import type { IdentifiedFactor } from '../factors/index.js';
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
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
    @Inject(EstimateStore) private readonly store: EstimateStore,
    @Inject(FactorQuality) private readonly quality: FactorQuality,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(ReferencesService) private readonly references: ReferencesService,
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
      this.workload(workload, { index, input, horizonDays, warnings }),
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
    { index, input: { boundary, includeQuality }, horizonDays, warnings }: WorkloadContext,
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
    const quality = this.quality.of(factor, site.resolution, scale !== null);
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
