import { Entity } from 'typeorm';
import { Key, OptionalReal, OptionalText, OptionalWhole, Text } from '../../database/columns.js';

/** A figure that somebody else published, shown for comparison. */
@Entity('reference_point')
export class ReferenceEntity {
  @Key() id: string;
  @Text() name: string;
  @Text() outputModality: string;
  @Text() unit: string;
  @OptionalReal() energyWhPerUnit: number | null;
  @OptionalReal() emissionsGPerUnit: number | null;
  @OptionalReal() waterMlPerUnit: number | null;
  @Text() scope: string;
  @OptionalText() accounting: string | null;
  @Text() method: string;
  @OptionalText() published: string | null;
  @OptionalWhole() year: number | null;
  @Text() source: string;
  @Text() url: string;
  @Text() confidence: string;
  @Text() notComparable: string;
  @OptionalText() note: string | null;
}
