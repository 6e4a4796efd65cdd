import { Column, Entity } from 'typeorm';
import { Key, Text, Whole } from '../../../database/columns.js';

/** A record of a source's file that was not taken in. */
export interface StoredRejection {
  readonly line: number;
  readonly record: string | null;
  readonly code: string;
  readonly reason: string;
}

/** The last load of a source from `data/`. */
@Entity('source_load')
export class SourceLoadEntity {
  @Key() sourceId: string;
  @Text() folder: string;
  @Whole() records: number;
  @Whole() accepted: number;
  @Whole() rejected: number;
  @Column({ type: 'json' }) rejections: StoredRejection[];
  @Column({ type: 'timestamptz', default: () => 'now()' }) loadedAt: Date;
}
