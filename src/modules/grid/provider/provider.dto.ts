import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** What a provider publishes about its fleet in one year. */
@ObjectType('Provider')
export class ProviderDto {
  provider: string;

  @WholeNumber() year: number;

  /** Facility energy divided by IT energy. */
  pue: number | null;

  @WholeNumber({ nullable: true }) pueYear: number | null;

  /** Litres of water per kWh of IT energy, on the site. Providers bound it differently: no ranking by it. */
  wueLPerKwh: number | null;

  @WholeNumber({ nullable: true }) wueYear: number | null;

  /** calendar or fiscal. */
  yearBasis: string;

  /** What the figures cover, such as the global fleet. */
  scope: string;

  source: string;

  /** high, medium or low. */
  confidence: string;

  /** Read where others quote it, not at the provider. */
  secondHand: boolean;

  note: string | null;
}

@ObjectType('ProviderPage')
export class ProviderPage extends pageOf(ProviderDto) {}
