import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
import { unknownName } from '../../common/errors/index.js';
import type { Page } from '../../common/pagination/index.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import type { GridIntensityDto, ResolvedZoneDto } from './grid.dto.js';
import type { CloudRegionEntity } from './grid.entity.js';
import type { GridIntensityQuery } from './grid.input.js';
import { loadGrid } from './grid.snapshot.js';
import type { GridSnapshot } from './grid.snapshot.js';

export const WORLD = 'WORLD';

/** A zone as an estimate needs it: the figure, how it was found, and how uncertain it is. */
export interface ZoneResolution {
  readonly resolved: ResolvedZoneDto;
  readonly intensity: GridIntensityDto;
  /** The country varies inside and no part of it was named. */
  readonly subRegionUnknown: boolean;
  readonly cloudRegion: CloudRegionEntity | null;
}

/** Carbon intensity of electricity by zone, and zones found by code, name or cloud region. */
@Injectable()
export class GridService {
  private readonly snapshot: () => GridSnapshot;

  constructor(@Inject(SnapshotStore) snapshots: SnapshotStore) {
    this.snapshot = snapshots.register('grid', loadGrid);
  }

  list(query: GridIntensityQuery): Page<GridIntensityDto> {
    const zone = query.zone === undefined ? undefined : this.resolve(query.zone, 'zone').resolved.zone;
    return this.snapshot().intensities.page(
      query,
      (row) =>
        (zone === undefined || row.zone === zone) && (query.kind === undefined || row.kind === query.kind),
    );
  }

  /** The zone that a caller means; an unknown one is a 422 with close matches, never a default. */
  resolve(name: string, field: string): ZoneResolution {
    const found = this.snapshot().names.get(name.trim().toLowerCase());
    if (found) return this.resolution(found.zone, { asked: name, how: found.how });
    if (/^[a-z]+[/:]/i.test(name)) return this.resolveCloudRegion(name, field);
    throw this.unknownZone(name, field);
  }

  /** `aws/us-west-2`, `gcp:us-west1`, `azure/eastus`. */
  resolveCloudRegion(name: string, field: string): ZoneResolution {
    const regions = this.snapshot().cloudRegions;
    const region = regions.get(name.trim().toLowerCase().replace(':', '/'));
    if (!region) {
      throw unknownName({ code: 'UNKNOWN_CLOUD_REGION', field, value: name, known: [...regions.keys()] });
    }
    if (!region.gridZone) {
      const message = `the grid of ${name} (${region.location}) is not known; give zone instead`;
      throw DomainError.field('UNKNOWN_ZONE', field, message);
    }
    const basis = region.gridBasis ?? `${region.location} lies in ${region.gridZone}`;
    return this.resolution(region.gridZone, { asked: name, how: 'cloud-region', basis, cloudRegion: region });
  }

  /** The zone of a code that the service itself holds, such as a source's zone of measurement. */
  known(zone: string, how: 'measurement' | 'default'): ZoneResolution {
    return this.resolution(zone, { asked: null, how });
  }

  private resolution(
    zone: string,
    by: { asked: string | null; how: string; basis?: string; cloudRegion?: CloudRegionEntity },
  ): ZoneResolution {
    const intensity = this.snapshot().byZone.get(zone);
    if (!intensity) throw new Error(`grid zone ${zone} has no figure`);
    const { name, carbonIntensityGPerKwh, year, source, licence } = intensity;
    return {
      resolved: {
        asked: by.asked,
        zone,
        name,
        how: by.how,
        basis: by.basis ?? null,
        carbonIntensityGPerKwh,
        year,
        source,
        licence,
      },
      intensity,
      subRegionUnknown: this.snapshot().varied.has(zone),
      cloudRegion: by.cloudRegion ?? null,
    };
  }

  private unknownZone(name: string, field: string): DomainError {
    const zones = [...this.snapshot().byZone.values()];
    const known = [...zones.map((zone) => zone.zone), ...zones.map((zone) => zone.name)];
    return unknownName({ code: 'UNKNOWN_ZONE', field, value: name, known });
  }
}
