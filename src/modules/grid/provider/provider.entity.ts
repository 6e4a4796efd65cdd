import { Entity } from 'typeorm';
import {
  Flag,
  Key,
  OptionalReal,
  OptionalText,
  OptionalWhole,
  Text,
  WholeKey,
} from '../../../database/columns.js';

@Entity('provider_efficiency')
export class ProviderEntity {
  @Key() provider: string;
  @WholeKey() year: number;
  @OptionalReal() pue: number | null;
  @OptionalWhole() pueYear: number | null;
  @OptionalReal() wueLPerKwh: number | null;
  @OptionalWhole() wueYear: number | null;
  @Text() yearBasis: string;
  @Text() scope: string;
  @Text() source: string;
  @Text() confidence: string;
  @Flag() secondHand: boolean;
  @OptionalText() note: string | null;
}
