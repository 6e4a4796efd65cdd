import { Inject, Injectable } from '@nestjs/common';
import { unknownName } from '../../common/errors/index.js';
import { paginate } from '../../common/pagination/index.js';
import type { Page } from '../../common/pagination/index.js';
import { DomainError } from '../../core/errors/index.js';
import { byPreference, fitsPin, newestOf, providerKey } from '../../core/grid/index.js';
import type { Pin, ProviderFigures } from '../../core/grid/index.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import type { GridIntensityDto, GridIntensityPage } from './grid.dto.js';
import type { GridIntensityQuery } from './grid.input.js';
import { GRID_PART } from './grid.snapshot.js';
import type { GridSnapshot } from './grid.snapshot.js';
import { LiveIntensities } from './live/live-intensities.js';
import { withLive } from './live/with-live.js';
import { findCloudRegion, findZone, resolveReference } from './resolve-zone.js';
import type { ZoneResolution } from './resolve-zone.js';

export const WORLD = 'WORLD';

/** Carbon intensity of electricity by zone; zones found by code, name or cloud region; PUE and WUE of providers. */
@Injectable()
export class GridService {
  private readonly read: () => GridSnapshot;

  constructor(
    @Inject(SnapshotStore) snapshots: SnapshotStore,
    @Inject(LiveIntensities) private readonly live: LiveIntensities,
  ) {
    this.read = snapshots.register(GRID_PART);
  }

  /** What the tables of zones, cloud regions and providers hold now. */
  get snapshot(): GridSnapshot {
    return this.read();
  }

  async list(query: GridIntensityQuery): Promise<GridIntensityPage> {
    const live = query.live ? await this.liveUse(query.zone) : null;
    return { ...this.page(query), live };
  }

  /**
   * The zone that a caller means by alpha-3, alpha-2, name, eGRID code, US state or cloud region, with its newest
   * usable figure, or with the one pinned by `SWE@2023`, `SWE@ember-2023` or `pin`.
   *
   * @throws DomainError 422 `UNKNOWN_ZONE`, `UNKNOWN_CLOUD_REGION` or `UNKNOWN_VINTAGE` with close matches, or
   * `NO_FIGURE`; never a default.
   */
  resolve(name: string, field: string, pin?: Pin): ZoneResolution {
    const found = findZone(this.snapshot, name, field);
    return resolveReference(this.snapshot, { ...found, pin: pin ?? found.pin }, field);
  }

  /** `aws/us-west-2`, `gcp:us-west1`, `azure/eastus`; errors as `resolve`. */
  resolveCloudRegion(name: string, field: string, pin?: Pin): ZoneResolution {
    const found = findCloudRegion(this.snapshot, name, field);
    return resolveReference(this.snapshot, { ...found, pin: pin ?? found.pin }, field);
  }

  /** The zone of a code that the service itself holds, such as a source's zone of measurement. */
  known(zone: string, how: 'measurement' | 'default'): ZoneResolution {
    const reference = { asked: null, zone, how, pin: {}, basis: null, cloudRegion: null };
    return resolveReference(this.snapshot, reference, 'zone');
  }

  /** ISO 3166-1 alpha-3 of the country that a zone lies in; null for the world and other aggregates. */
  countryOf(zone: string): string | null {
    return this.snapshot.byZone.get(zone)?.[0]?.country ?? null;
  }

  /**
   * The same place with the live figure of the provider, or as it is stored with the reason why; `resolved.live`
   * tells. Never rejects for the provider's sake. The live figure is in the answer alone, never in the snapshot.
   */
  async resolveLive(stored: ZoneResolution): Promise<ZoneResolution> {
    const { zone } = stored.resolved;
    const { kind, alpha2 } = this.zone(zone);
    const electricityMapsZone = stored.cloudRegion?.emZone ?? null;
    return withLive(stored, await this.live.latest({ zone, kind, alpha2, electricityMapsZone }));
  }

  /**
   * PUE (ratio) and WUE (litres per kWh of IT energy) that a provider publishes for its fleet, the newest of each.
   *
   * @throws DomainError 422 `UNKNOWN_PROVIDER` with close matches.
   */
  provider(name: string, field: string): ProviderFigures {
    const rows = this.snapshot.providers.all;
    const years = rows.filter(({ provider }) => providerKey(provider) === providerKey(name));
    const [first] = years;
    if (first) return newestOf(first.provider, years);
    const known = [...new Set(rows.map(({ provider }) => provider))];
    throw unknownName({ code: 'UNKNOWN_PROVIDER', field, value: name, known });
  }

  private async liveUse(zone: string | undefined): Promise<GridIntensityPage['live']> {
    if (zone === undefined) {
      throw DomainError.field('VALIDATION_FAILED', 'zone', 'live needs a zone to ask for; give zone');
    }
    return (await this.resolveLive(this.resolve(zone, 'zone'))).resolved.live;
  }

  private page(query: GridIntensityQuery): Page<GridIntensityDto> {
    const { intensities } = this.snapshot;
    if (query.vintage !== undefined) this.requireVintage(query.vintage);
    if (query.zone === undefined) return intensities.page(query, fits(query));
    const { zone, pin } = findZone(this.snapshot, query.zone, 'zone');
    const ofArea = intensities
      .matching(query.q)
      .filter((row) => (row.zone === zone || row.area === zone) && fitsPin(pin)(row) && fits(query)(row))
      .sort((a, b) => Number(b.zone === zone) - Number(a.zone === zone) || byPreference(a, b));
    return paginate(ofArea, (row) => `${row.zone}@${row.vintage}`, query);
  }

  private requireVintage(asked: string): void {
    const known = [...new Set(this.snapshot.intensities.all.map(({ vintage }) => vintage))];
    if (known.includes(vintageName(asked))) return;
    throw unknownName({ code: 'UNKNOWN_VINTAGE', field: 'vintage', value: asked, known });
  }

  private zone(code: string): GridSnapshot['zones'][number] {
    const zone = this.snapshot.zones.find((candidate) => candidate.code === code);
    if (!zone) throw new Error(`there is no grid zone ${code}`);
    return zone;
  }
}

const vintageName = (asked: string): string => asked.trim().toLowerCase();

const fits =
  ({ kind, year, vintage, usable }: GridIntensityQuery) =>
  (row: GridIntensityDto): boolean =>
    (kind === undefined || row.kind === kind) &&
    (usable === undefined || row.usable === usable) &&
    fitsPin({ year, vintage: vintage === undefined ? undefined : vintageName(vintage) })(row);
