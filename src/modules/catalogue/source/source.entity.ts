import { Column, Entity } from 'typeorm';
import type { SourcePedigree } from '../../../core/quality/index.js';
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
  @Column({ type: 'json', nullable: true }) pedigree: SourcePedigree | null;
  @TextList() notes: string[];
}
