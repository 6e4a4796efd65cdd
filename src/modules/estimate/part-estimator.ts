import { Inject, Injectable } from '@nestjs/common';
import {
  exact,
  intensityOf,
  intervalOfSum,
  qualityOf,
  waterScope,
  workloadDay,
} from '../../core/estimate/index.js';
import type { Volume, WaterScope, WorkloadDay } from '../../core/estimate/index.js';
import { CatalogueService } from '../catalogue/index.js';
import { FactorQuality } from '../factors/index.js';
import type { Bounded, IdentifiedFactor } from '../factors/index.js';
import { GridService } from '../grid/index.js';
import type { ResolvedZoneDto } from '../grid/index.js';
import { EmbodiedHardware } from './embodied/embodied.js';
import type { Production } from './production/production.js';
import type { Site } from './site.js';
import type { Subject } from './subject.js';
import { usedFactor } from './to-estimate-dto.js';
import type { Warnings } from './warnings.js';
import type { WorkloadPartDto } from './workload.dto.js';
import type { WorkloadInput } from './workload.input.js';

/** What one part, an AI model in a place, is computed from. */
export interface PartContext {
  readonly workload: WorkloadInput;
  /** Of the workload's volume. */
  readonly share: number;
  /** Of the part itself. */
  readonly volume: Volume;
  readonly subject: Subject;
  readonly chosen: Bounded<IdentifiedFactor>;
  readonly site: Site;
  readonly production: Production;
  readonly pricePerKwh: number | null;
  readonly includeQuality: boolean;
  readonly useYear: number;
  readonly at: { readonly path: string; readonly index: number; readonly warnings: Warnings };
}

export interface Part {
  readonly task: string;
  readonly day: WorkloadDay;
  readonly waterScope: WaterScope | null;
  readonly shown: WorkloadPartDto;
}

/** Computes one AI model in one place: all of a workload, or its share of a mix. */
@Injectable()
export class PartEstimator {
  constructor(
    @Inject(FactorQuality) private readonly quality: FactorQuality,
    @Inject(EmbodiedHardware) private readonly embodied: EmbodiedHardware,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(GridService) private readonly grid: GridService,
  ) {}

  estimate(context: PartContext): Part {
    const { workload, volume, chosen, site, production, at } = context;
    const { factor, scale } = chosen;
    const quality = this.quality.of(factor, {
      zone: site.resolution,
      useYear: context.useYear,
      rescaled: scale !== null,
    });
    const embodied = this.embodied.resolve(workload.embodied, factor, at);
    const measuredZone = this.measuredZone(factor);
    const day = workloadDay({
      volume,
      energyWhPerUnit: intensityOf(`factor:${factor.id}`, factor.evidence),
      boundaryK: scale?.k ?? 1,
      scales: production.scales,
      pue: site.pueInput,
      carbonIntensityGPerKwh: site.carbonIntensity,
      dataQuality: context.includeQuality ? qualityOf(factor.group.sourceId, quality.sigma) : exact(1),
      measuredIntensityGPerKwh: measuredZone?.carbonIntensityGPerKwh ?? null,
      contract: workload.marketBased
        ? {
            share: workload.marketBased.contractShare,
            intensityGPerKwh: workload.marketBased.contractIntensityGPerKwh ?? 0,
          }
        : null,
      embodied: embodied.inputs,
      water: site.water,
      electricityPricePerKwh: context.pricePerKwh,
    });
    const { task, ...subject } = context.subject;
    const shown: WorkloadPartDto = {
      share: context.share,
      ...subject,
      level: factor.evidence.level,
      boundary: production.scales.length > 0 ? 'production' : (scale?.boundary ?? 'as-measured'),
      factor: usedFactor(chosen),
      quality,
      zone: site.zone,
      pue: site.pue,
      wue: site.wue,
      production: production.used,
      embodied: embodied.used,
      measuredZone,
      energyKwhPerDay: intervalOfSum(day.energyKwh),
      emissionsKgCo2ePerDay: intervalOfSum(day.emissionsKgCo2e),
    };
    return { task, day, waterScope: waterScope(site.water), shown };
  }

  /** The grid that the source's own grams were computed with; null where it names none. */
  private measuredZone({ group }: IdentifiedFactor): ResolvedZoneDto | null {
    const zone = this.catalogue.directories.sources.find(group.sourceId)?.zone;
    return zone ? this.grid.known(zone, 'measurement').resolved : null;
  }
}
