import type { EntityManager } from 'typeorm';
import { Directory } from '../../common/text/directory.js';
import { groupBy } from '../../core/collections.js';
import { carbonIntensitySigma } from '../../core/evidence/index.js';
import type { GridIntensityDto } from './grid.dto.js';
import { CloudRegionEntity, GridIntensityEntity, GridZoneEntity } from './grid.entity.js';

/** Sub-zones of a country that differ by more than this make its average a poor guide to any one of them. */
const SPREAD_THAT_VARIES = 1.5;

export interface GridSnapshot {
  readonly intensities: Directory<GridIntensityDto>;
  /** The newest figure of each zone. */
  readonly byZone: ReadonlyMap<string, GridIntensityDto>;
  /** Zone code of each name that is understood, in lower case, with how it is understood. */
  readonly names: ReadonlyMap<string, { readonly zone: string; readonly how: string }>;
  /** By `provider/region`. */
  readonly cloudRegions: ReadonlyMap<string, CloudRegionEntity>;
  /** Countries that vary inside. */
  readonly varied: ReadonlySet<string>;
}

export async function loadGrid(manager: EntityManager): Promise<GridSnapshot> {
  const zones = await manager.find(GridZoneEntity);
  const rows = await manager.find(GridIntensityEntity);
  const regions = await manager.find(CloudRegionEntity);
  const zoneByCode = new Map(zones.map((zone) => [zone.code, zone]));
  const varied = variedCountries(rows, zoneByCode);
  const intensities = rows.map((row) => toDto(row, zoneByCode.get(row.zone), varied));
  return {
    intensities: new Directory(intensities, {
      keyOf: (row) => `${row.zone}@${row.vintage}`,
      searched: ['zone', 'name'],
      unknown: 'UNKNOWN_ZONE',
    }),
    byZone: new Map([...groupBy(intensities, (row) => row.zone)].map(([zone, all]) => [zone, newest(all)])),
    names: namesOf(zones),
    cloudRegions: new Map(regions.map((region) => [`${region.provider}/${region.region}`, region])),
    varied,
  };
}

const newest = (rows: GridIntensityDto[]): GridIntensityDto =>
  rows.reduce((best, row) => ((row.year ?? 0) > (best.year ?? 0) ? row : best));

function toDto(
  row: GridIntensityEntity,
  zone: GridZoneEntity | undefined,
  varied: ReadonlySet<string>,
): GridIntensityDto {
  const { gCo2ePerKwh, ...own } = row;
  const subRegionUnknown = zone?.kind !== 'country' ? isAggregate(zone?.kind) : varied.has(row.zone);
  return {
    ...own,
    name: zone?.name ?? row.zone,
    kind: zone?.kind ?? 'unknown',
    country: zone?.countryAlpha3 ?? null,
    carbonIntensityGPerKwh: gCo2ePerKwh,
    sigma: carbonIntensitySigma({ gPerKwh: gCo2ePerKwh, subRegionUnknown }),
  };
}

const isAggregate = (kind: string | undefined): boolean => kind === 'region' || kind === 'world';

/** Later entries win: an exact code beats an alpha-2, which beats a name. */
function namesOf(zones: readonly GridZoneEntity[]): Map<string, { zone: string; how: string }> {
  const entry = (name: string, zone: string, how: string) => [name.toLowerCase(), { zone, how }] as const;
  const nationalLast = [...zones].sort((a, b) => Number(a.kind === 'country') - Number(b.kind === 'country'));
  return new Map([
    ...nationalLast.flatMap((zone) =>
      [zone.name, ...zone.aliases].map((name) => entry(name, zone.code, 'name')),
    ),
    ...zones.flatMap((zone) => (zone.alpha2 ? [entry(zone.alpha2, zone.code, 'alpha-2')] : [])),
    ...zones.map((zone) => entry(zone.code, zone.code, 'exact')),
  ]);
}

function variedCountries(
  rows: readonly GridIntensityEntity[],
  zones: ReadonlyMap<string, GridZoneEntity>,
): Set<string> {
  const inside = rows.flatMap((row) => {
    const zone = zones.get(row.zone);
    const isSubZone = zone?.kind === 'us-egrid-subregion' || zone?.kind === 'cloud-region';
    return isSubZone && zone.countryAlpha3 ? [{ country: zone.countryAlpha3, g: row.gCo2ePerKwh }] : [];
  });
  const varies = (values: number[]) => Math.max(...values) > SPREAD_THAT_VARIES * Math.min(...values);
  return new Set(
    [...groupBy(inside, ({ country }) => country)]
      .filter(([, group]) => varies(group.map(({ g }) => g)))
      .map(([country]) => country),
  );
}
