import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
import { PUE_SIGMA } from '../../core/evidence/index.js';
import { uncertain } from '../../core/estimate/index.js';
import type { Uncertain, WaterInputs } from '../../core/estimate/index.js';
import { intensityOfZone, statedPue } from '../factors/index.js';
import { GridService, WORLD } from '../grid/index.js';
import type { ProviderFigures, ResolvedZoneDto, ZoneResolution } from '../grid/index.js';
import type { PlaceInput, Shared } from './parts.js';
import type { UsedPueDto, UsedWueDto } from './used.dto.js';
import type { Warnings } from './warnings.js';

/** Grid and facility of a workload, as inputs of the estimate and as they are shown. */
export interface Site {
  readonly zone: ResolvedZoneDto;
  readonly resolution: ZoneResolution;
  readonly carbonIntensity: Uncertain;
  readonly pue: UsedPueDto;
  readonly pueInput: Uncertain;
  readonly wue: UsedWueDto | null;
  readonly water: WaterInputs;
}

@Injectable()
export class SiteResolver {
  constructor(@Inject(GridService) private readonly grid: GridService) {}

  resolve({ input, path }: Shared<PlaceInput>, index: number, warnings: Warnings): Site {
    const zone = this.zoneOf(input, path, index, warnings);
    const provider =
      input.provider === undefined ? null : this.grid.provider(input.provider, `${path}.provider`);
    const wue = wueOf(input, zone, provider);
    return {
      zone: zone.resolved,
      resolution: zone,
      carbonIntensity: intensityOfZone(zone),
      ...pueOf(input, zone, provider, index, warnings),
      wue,
      water: { siteLPerKwh: wue?.siteLPerKwh ?? null, gridLPerKwh: wue?.gridLPerKwh ?? null },
    };
  }

  private zoneOf(
    { zone, cloudRegion }: PlaceInput,
    path: string,
    index: number,
    warnings: Warnings,
  ): ZoneResolution {
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

/** The PUE of the request, else of the cloud region, else of the provider's fleet, else 1 with a warning. */
function pueOf(
  { pue }: PlaceInput,
  { resolved, cloudRegion }: ZoneResolution,
  provider: ProviderFigures | null,
  index: number,
  warnings: Warnings,
): Pick<Site, 'pue' | 'pueInput'> {
  if (pue !== undefined) return used(statedPue(pue, resolved.zone), 'request', null);
  if (cloudRegion?.pue) {
    const site = `${cloudRegion.provider}/${cloudRegion.region}`;
    return used(statedPue(cloudRegion.pue, site), 'cloud-region', cloudRegion.pueYear);
  }
  if (provider?.pue) {
    // a fleet's average says no more of one site than an unknown PUE does of its spread
    const fleet = uncertain(`pue:${provider.provider}`, provider.pue.value, PUE_SIGMA.unknown);
    return used(fleet, 'provider', provider.pue.year);
  }
  warnings.add(
    'PUE_NOT_GIVEN',
    'pue is not given: 1 is used, so the facility overhead (typically 10 to 50 % more) is left out; give pue, a provider, or a cloudRegion that publishes it',
    index,
  );
  return used(uncertain('pue:unknown', 1, PUE_SIGMA.unknown), 'default', null);
}

const used = (input: Uncertain, source: string, year: number | null): Pick<Site, 'pue' | 'pueInput'> => ({
  pueInput: input,
  pue: { value: input.mean, source, year, sigma: input.sigma ?? 0 },
});

/** The facility's WUE, found as the PUE is; unknown is null, for no default would be less than a guess. */
function wueOf(
  { wueSiteLPerKwh, wueGridLPerKwh }: PlaceInput,
  { cloudRegion }: ZoneResolution,
  provider: ProviderFigures | null,
): UsedWueDto | null {
  const gridLPerKwh = wueGridLPerKwh ?? null;
  if (wueSiteLPerKwh !== undefined) {
    return { siteLPerKwh: wueSiteLPerKwh, source: 'request', year: null, gridLPerKwh };
  }
  if (cloudRegion && cloudRegion.wueLPerKwh !== null) {
    const { wueLPerKwh: siteLPerKwh, wueYear: year } = cloudRegion;
    return { siteLPerKwh, source: 'cloud-region', year, gridLPerKwh };
  }
  if (!provider?.wue) return null;
  return { siteLPerKwh: provider.wue.value, source: 'provider', year: provider.wue.year, gridLPerKwh };
}
