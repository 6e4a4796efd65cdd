import { Entity } from 'typeorm';
import {
  Key,
  OptionalReal,
  OptionalText,
  OptionalWhole,
  Real,
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
}

@Entity('grid_intensity')
export class GridIntensityEntity {
  @Key() zone: string;
  @Key() vintage: string;
  @Real() gCo2ePerKwh: number;
  @OptionalWhole() year: number | null;
  @Text() source: string;
  @Text() licence: string;
  @OptionalText() mix: string | null;
  @OptionalText() lifeCycle: string | null;
  @OptionalText() averaging: string | null;
  @Text() accounting: string;
  @OptionalText() note: string | null;
}

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
  @OptionalText() note: string | null;
}
