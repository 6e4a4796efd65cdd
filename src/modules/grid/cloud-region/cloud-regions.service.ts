import { Inject, Injectable } from '@nestjs/common';
import { unknownName } from '../../../common/errors/index.js';
import type { Page } from '../../../common/pagination/index.js';
import { cloudRegionKey, providerKey } from '../../../core/grid/index.js';
import { GridService } from '../grid.service.js';
import type { CloudRegionDto } from './cloud-region.dto.js';
import type { CloudRegionEntity } from './cloud-region.entity.js';
import type { CloudRegionQuery } from './cloud-region.input.js';

/** Cloud regions with the grid that serves them, PUE and WUE. */
@Injectable()
export class CloudRegionsService {
  constructor(@Inject(GridService) private readonly grid: GridService) {}

  list(query: CloudRegionQuery): Page<CloudRegionDto> {
    const provider = query.provider === undefined ? undefined : this.providerOf(query.provider);
    const page = this.grid.snapshot.cloudRegions.page(
      query,
      (region) => provider === undefined || region.provider === provider,
    );
    return { ...page, items: page.items.map((region) => this.toDto(region)) };
  }

  one(provider: string, region: string): CloudRegionDto {
    const asked = `${provider}/${region}`;
    return this.toDto(this.grid.snapshot.cloudRegions.get(cloudRegionKey(asked) ?? asked, 'region'));
  }

  private providerOf(name: string): string {
    const known = [...new Set(this.grid.snapshot.cloudRegions.all.map(({ provider }) => provider))];
    const found = known.find((provider) => provider === providerKey(name));
    if (found) return found;
    throw unknownName({ code: 'UNKNOWN_PROVIDER', field: 'provider', value: name, known });
  }

  private toDto(entity: CloudRegionEntity): CloudRegionDto {
    const { countryAlpha3, gridZone, gridBasis: _basis, emZone, ...own } = entity;
    const name = `${own.provider}/${own.region}`;
    return {
      ...own,
      country: countryAlpha3,
      grid: gridZone === null ? null : this.grid.resolveCloudRegion(name, 'region').resolved,
      electricityMapsZone: emZone,
    };
  }
}
