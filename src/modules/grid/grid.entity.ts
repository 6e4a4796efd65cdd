import { Entity } from 'typeorm';
import {
  Flag,
  Key,
  OptionalReal,
  OptionalText,
  OptionalWhole,
  Text,
  TextList,
} from '../../database/columns.js';

@Entity('grid_zone')
export class GridZoneEntity {
  @Key() code: string;
  @Text() name: string;
  @Text() kind: string;
  @OptionalText() alpha2: string | null;
  @OptionalText() countryAlpha3: string | null;
  @TextList() aliases: string[];
  @OptionalText() sameAreaAs: string | null;
}

@Entity('grid_intensity')
export class GridIntensityEntity {
  @Key() zone: string;
  @Key() vintage: string;
  @OptionalReal() gCo2ePerKwh: number | null;
  @OptionalWhole() year: number | null;
  @Text() source: string;
  @Text() licence: string;
  @OptionalText() mix: string | null;
  @OptionalText() lifeCycle: string | null;
  @OptionalText() averaging: string | null;
  @Text() accounting: string;
  @Flag() usable: boolean;
  @Flag() secondHand: boolean;
  @OptionalText() basis: string | null;
  @OptionalText() note: string | null;
}
