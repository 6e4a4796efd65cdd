import type { EntityManager } from 'typeorm';
import { Directory } from '../../common/text/directory.js';
import { byText, groupBy } from '../../core/collections.js';
import { carbonIntensitySigma } from '../../core/evidence/index.js';
import { byPreference, preferredFigure, variedCountries, zoneNames } from '../../core/grid/index.js';
import type { ZoneName } from '../../core/grid/index.js';
import type { SnapshotPart } from '../../database/snapshot/snapshot-part.js';
import { CloudRegionEntity } from './cloud-region/cloud-region.entity.js';
import type { GridIntensityDto } from './grid.dto.js';
import { GridIntensityEntity, GridZoneEntity } from './grid.entity.js';
import { ProviderEntity } from './provider/provider.entity.js';

/** A figure that a request may be resolved to. */
export type UsableIntensity = GridIntensityDto & {
  readonly carbonIntensityGPerKwh: number;
  readonly sigma: number;
};

export interface GridSnapshot {
  readonly intensities: Directory<GridIntensityDto>;
  /** All figures of each zone, the preferred one first. */
  readonly byZone: ReadonlyMap<string, readonly GridIntensityDto[]>;
  readonly zones: readonly GridZoneEntity[];
  /** The zone that each name means. */
  readonly names: ReadonlyMap<string, ZoneName>;
  /** By `provider/region`. */
  readonly cloudRegions: Directory<CloudRegionEntity>;
  readonly providers: Directory<ProviderEntity>;
  /** Countries that vary inside. */
  readonly varied: ReadonlySet<string>;
}

export const regionKeyOf = ({ provider, region }: CloudRegionEntity): string => `${provider}/${region}`;

const intensityKeyOf = ({ zone, vintage }: { zone: string; vintage: string }): string => `${zone}@${vintage}`;
const providerKeyOf = ({ provider, year }: ProviderEntity): string => `${provider}@${year}`;

/** The tables as they are, each in the order of its key. */
interface GridRows {
  readonly zones: readonly GridZoneEntity[];
  readonly intensities: readonly GridIntensityEntity[];
  readonly cloudRegions: readonly CloudRegionEntity[];
  readonly providers: readonly ProviderEntity[];
}

export const GRID_PART: SnapshotPart<GridRows, GridSnapshot> = {
  name: 'grid',
  read: readGrid,
  build: buildGrid,
};

async function readGrid(manager: EntityManager): Promise<GridRows> {
  return {
    zones: (await manager.find(GridZoneEntity)).sort(byText(({ code }) => code)),
    intensities: (await manager.find(GridIntensityEntity)).sort(byText(intensityKeyOf)),
    cloudRegions: (await manager.find(CloudRegionEntity)).sort(byText(regionKeyOf)),
    providers: (await manager.find(ProviderEntity)).sort(byText(providerKeyOf)),
  };
}

function buildGrid({ zones, intensities: rows, cloudRegions, providers }: GridRows): GridSnapshot {
  const figures = new Map(
    [...groupBy(rows, (row) => row.zone)].map(([zone, all]) => [zone, all.sort(byPreference)]),
  );
  const varied = variedIn(zones, figures);
  const byZone = new Map(
    zones.map((zone) => [zone.code, (figures.get(zone.code) ?? []).map(toDto(zone, varied))] as const),
  );
  return {
    intensities: new Directory([...byZone.values()].flat(), {
      keyOf: intensityKeyOf,
      searched: ['zone', 'name'],
      unknown: 'UNKNOWN_ZONE',
    }),
    byZone,
    zones,
    names: zoneNames(zones),
    cloudRegions: new Directory(cloudRegions, {
      keyOf: regionKeyOf,
      searched: ['provider', 'region', 'location'],
      unknown: 'UNKNOWN_CLOUD_REGION',
    }),
    providers: new Directory(providers, {
      keyOf: providerKeyOf,
      searched: ['provider', 'scope'],
      unknown: 'UNKNOWN_PROVIDER',
    }),
    varied,
  };
}

type Figures = ReadonlyMap<string, readonly GridIntensityEntity[]>;

/** The zones that are parts of a country and cover it evenly enough to tell how it varies. */
const isPart = ({ kind, sameAreaAs }: GridZoneEntity): boolean =>
  sameAreaAs === null && (kind === 'us-egrid-subregion' || kind === 'cloud-region');

function variedIn(zones: readonly GridZoneEntity[], figures: Figures): ReadonlySet<string> {
  return variedCountries(
    zones.filter(isPart).flatMap(({ code, countryAlpha3 }) => {
      const gPerKwh = preferredFigure(figures.get(code) ?? [])?.gCo2ePerKwh ?? null;
      return countryAlpha3 === null || gPerKwh === null ? [] : [{ country: countryAlpha3, gPerKwh }];
    }),
  );
}

const toDto =
  (zone: GridZoneEntity, varied: ReadonlySet<string>) =>
  (row: GridIntensityEntity, place: number): GridIntensityDto => {
    const { gCo2ePerKwh: gPerKwh, ...own } = row;
    const area = zone.sameAreaAs ?? zone.code;
    const subRegionUnknown = isAggregate(zone) || varied.has(area);
    return {
      ...own,
      name: zone.name,
      kind: zone.kind,
      country: zone.countryAlpha3,
      area,
      carbonIntensityGPerKwh: gPerKwh,
      preferred: place === 0 && row.usable,
      sigma: gPerKwh === null ? null : carbonIntensitySigma({ gPerKwh, subRegionUnknown }),
    };
  };

const isAggregate = ({ kind }: GridZoneEntity): boolean => kind === 'region' || kind === 'world';
