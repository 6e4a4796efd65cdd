import { Entity } from 'typeorm';
import { Key, OptionalReal, OptionalText, OptionalWhole, Text } from '../../../database/columns.js';

@Entity('cloud_region')
export class CloudRegionEntity {
  @Key() provider: string;
  @Key() region: string;
  @Text() location: string;
  @OptionalText() countryAlpha3: string | null;
  @OptionalText() gridZone: string | null;
  @OptionalText() gridBasis: string | null;
  @OptionalReal() pue: number | null;
  @OptionalWhole() pueYear: number | null;
  @OptionalReal() wueLPerKwh: number | null;
  @OptionalWhole() wueYear: number | null;
  @OptionalText() emZone: string | null;
  @Text() source: string;
  @Text() licence: string;
  @OptionalText() note: string | null;
}
