import { Entity } from 'typeorm';
import { Key, OptionalText, OptionalWhole, Text, TextList } from '../../../database/columns.js';

@Entity('source')
export class SourceEntity {
  @Key() slug: string;
  @Text() version: string;
  @Text() title: string;
  @Text() publisher: string;
  @OptionalWhole() year: number | null;
  @OptionalText() url: string | null;
  @Text() licence: string;
  @OptionalText() licenceUrl: string | null;
  @Text() attribution: string;
  @OptionalText() citation: string | null;
  @OptionalText() energyScope: string | null;
  @OptionalText() defaultZone: string | null;
  @OptionalText() cohort: string | null;
  @OptionalText() cohortDescription: string | null;
  @TextList() notes: string[];
}
