import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';
import { ResolvedZoneDto } from '../grid.dto.js';

/** A region of a cloud provider, the grid that serves it, and what its operator publishes about it. */
@ObjectType('CloudRegion')
export class CloudRegionDto {
  /** aws, gcp or azure. */
  provider: string;

  /** The provider's code of the region. */
  region: string;

  location: string;

  /** ISO 3166-1 alpha-3. */
  country: string | null;

  /** The grid that serves the region, with its figure; null where it is not known. */
  grid: ResolvedZoneDto | null;

  /** Facility energy divided by IT energy; null where the operator does not publish it. */
  pue: number | null;

  @WholeNumber({ nullable: true }) pueYear: number | null;

  /** Litres of water per kWh of IT energy, on the site; null where the operator does not publish it. */
  wueLPerKwh: number | null;

  @WholeNumber({ nullable: true }) wueYear: number | null;

  /** Zone of Electricity Maps that a live figure is asked for; null where none is known. */
  electricityMapsZone: string | null;

  /** Where PUE, WUE and location are from. */
  source: string;

  licence: string;

  note: string | null;
}

@ObjectType('CloudRegionPage')
export class CloudRegionPage extends pageOf(CloudRegionDto) {}
