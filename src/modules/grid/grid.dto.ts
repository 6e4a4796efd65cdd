import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../common/fields/index.js';
import { pageOf } from '../../common/pagination/index.js';

/** Carbon intensity of electricity in one zone and year, with where the figure is from. */
@ObjectType('GridIntensity')
export class GridIntensityDto {
  /** ISO 3166-1 alpha-3 for countries; `US-EGRID-…`, `US-…`, `GCP:…`, `REGION:…` and `WORLD` for the others. */
  zone: string;

  name: string;

  /** country, region, world, us-egrid-subregion, us-state, cloud-region or study. */
  kind: string;

  /** ISO 3166-1 alpha-3 of the country that the zone lies in. */
  country: string | null;

  /** Location-based, gCO2e per kWh. */
  carbonIntensityGPerKwh: number;

  /** Year that the figure is for; null where the source does not say. */
  @WholeNumber({ nullable: true }) year: number | null;

  /** Which of several figures of the zone this is. */
  vintage: string;

  /** production or consumption mix. */
  mix: string | null;

  /** `lifecycle` counts fuel supply and plant construction; `direct` only what the plants emit. */
  lifeCycle: string | null;

  /** average or marginal. */
  averaging: string | null;

  /** location-based or market-based. */
  accounting: string;

  source: string;

  licence: string;

  note: string | null;

  /** Standard deviation of the logarithm that estimates use for this zone. */
  sigma: number;
}

@ObjectType('GridIntensityPage')
export class GridIntensityPage extends pageOf(GridIntensityDto) {}

/** How the zone of a request was understood. */
@ObjectType('ResolvedZone')
export class ResolvedZoneDto {
  /** What was asked for; null where nothing was and a default was taken. */
  asked: string | null;

  zone: string;

  name: string;

  /** exact, alpha-2, name, cloud-region, measurement or default. */
  how: string;

  /** Why this zone serves the cloud region, where one was asked for. */
  basis: string | null;

  carbonIntensityGPerKwh: number;

  @WholeNumber({ nullable: true }) year: number | null;

  source: string;

  licence: string;
}
