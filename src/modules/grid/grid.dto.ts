import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../common/fields/index.js';
import { pageOf } from '../../common/pagination/index.js';
import { LiveUseDto } from './live/live.dto.js';

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

  /** Code of the zone whose area this figure covers: `zone` itself, but `USA` for the national rows of other sources. */
  area: string;

  /** Location-based, gCO2e per kWh; null where the source has no figure. */
  carbonIntensityGPerKwh: number | null;

  /** Year that the figure is for; null where the source does not say. */
  @WholeNumber({ nullable: true }) year: number | null;

  /** Which of several figures of the zone this is: series and year, such as `ember-2024` or `egrid-2023`. */
  vintage: string;

  /** A request for the zone that pins no vintage is answered with this figure. */
  preferred: boolean;

  /** False where the figure is kept for reference and no request is resolved to it; `note` says why. */
  usable: boolean;

  /** production or consumption mix. */
  mix: string | null;

  /** `lifecycle` counts fuel supply and plant construction; `direct` only what the plants emit. */
  lifeCycle: string | null;

  /** average or marginal. */
  averaging: string | null;

  /** location-based or market-based. */
  accounting: string;

  /** What the figure counts, in the words of the source. */
  basis: string | null;

  source: string;

  licence: string;

  /** Read where others quote it, not at the source itself. */
  secondHand: boolean;

  note: string | null;

  /** Standard deviation of the logarithm that estimates use for this figure; null where there is no figure. */
  sigma: number | null;
}

@ObjectType('GridIntensityPage')
export class GridIntensityPage extends pageOf(GridIntensityDto) {
  /** What became of a request with `live`; null where none was made. */
  live: LiveUseDto | null;
}

/** How the zone of a request was understood. */
@ObjectType('ResolvedZone')
export class ResolvedZoneDto {
  /** What was asked for; null where nothing was and a default was taken. */
  asked: string | null;

  zone: string;

  name: string;

  /** exact, alpha-2, egrid, name, cloud-region, measurement or default. */
  how: string;

  /** Why this zone serves the cloud region, where one was asked for. */
  basis: string | null;

  carbonIntensityGPerKwh: number;

  @WholeNumber({ nullable: true }) year: number | null;

  /** Which of several figures of the zone is used; `live` where it is a live one. */
  vintage: string;

  /** `lifecycle` or `direct`. */
  lifeCycle: string | null;

  source: string;

  licence: string;

  /** Read where others quote it, not at the source itself. */
  secondHand: boolean;

  note: string | null;

  /** What became of a request for a live figure; null where none was made. */
  live: LiveUseDto | null;
}
