import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
import { PUE_SIGMA } from '../../core/evidence/index.js';
import { uncertain } from '../../core/estimate/index.js';
import type { Uncertain } from '../../core/estimate/index.js';
import { intensityOfZone, statedPue } from '../factors/index.js';
import { GridService, WORLD } from '../grid/index.js';
import type { ResolvedZoneDto, ZoneResolution } from '../grid/index.js';
import type { UsedPueDto } from './estimate.dto.js';
import type { WorkloadInput } from './estimate.input.js';
import type { Warnings } from './warnings.js';

/** Grid and facility of a workload, as inputs of the estimate and as they are shown. */
export interface Site {
  readonly zone: ResolvedZoneDto;
  readonly resolution: ZoneResolution;
  readonly carbonIntensity: Uncertain;
  readonly pue: UsedPueDto;
  readonly pueInput: Uncertain;
}

@Injectable()
export class SiteResolver {
  constructor(@Inject(GridService) private readonly grid: GridService) {}

  resolve(workload: WorkloadInput, index: number, warnings: Warnings): Site {
    const zone = this.zoneOf(workload, index, warnings);
    const { pue, pueInput } = pueOf(workload, zone, index, warnings);
    return { zone: zone.resolved, resolution: zone, carbonIntensity: intensityOfZone(zone), pue, pueInput };
  }

  private zoneOf({ zone, cloudRegion }: WorkloadInput, index: number, warnings: Warnings): ZoneResolution {
    const path = `workloads.${index}`;
    if (zone !== undefined && cloudRegion !== undefined) {
      const message = `${path}.zone and ${path}.cloudRegion exclude each other`;
      throw DomainError.field('VALIDATION_FAILED', `${path}.cloudRegion`, message);
    }
    if (zone === undefined && cloudRegion === undefined) {
      const message = 'no zone is given: the world average is used; give zone or cloudRegion';
      warnings.add('ZONE_NOT_GIVEN', message, index);
      return this.grid.known(WORLD, 'default');
    }
    const found =
      cloudRegion === undefined
        ? this.grid.resolve(zone ?? WORLD, `${path}.zone`)
        : this.grid.resolveCloudRegion(cloudRegion, `${path}.cloudRegion`);
    if (found.subRegionUnknown) {
      const message = `${found.resolved.name} has grids that differ widely and no part of it is given; name a sub-region or a cloudRegion to narrow the interval`;
      warnings.add('SUB_REGION_UNKNOWN', message, index);
    }
    return found;
  }
}

function pueOf(
  { pue }: WorkloadInput,
  { resolved, cloudRegion }: ZoneResolution,
  index: number,
  warnings: Warnings,
): Pick<Site, 'pue' | 'pueInput'> {
  if (pue !== undefined) return used(statedPue(pue, resolved.zone), 'request', null);
  if (cloudRegion?.pue) {
    const site = `${cloudRegion.provider}/${cloudRegion.region}`;
    return used(statedPue(cloudRegion.pue, site), 'cloud-region', cloudRegion.pueYear);
  }
  warnings.add(
    'PUE_NOT_GIVEN',
    'pue is not given: 1 is used, so the facility overhead (typically 10 to 50 % more) is left out; give pue or a cloudRegion that publishes it',
    index,
  );
  return used(uncertain('pue:unknown', 1, PUE_SIGMA.unknown), 'default', null);
}

const used = (input: Uncertain, source: string, year: number | null): Pick<Site, 'pue' | 'pueInput'> => ({
  pueInput: input,
  pue: { value: input.mean, source, year, sigma: input.sigma ?? 0 },
});
