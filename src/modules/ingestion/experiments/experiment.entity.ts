import { Column, CreateDateColumn, Entity } from 'typeorm';
import { OptionalText, Text, UuidKey } from '../../../database/columns.js';

/** What the runs of a CodeCarbon experiment are runs of; the client sends nothing of it. */
@Entity('experiment')
export class ExperimentEntity {
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', unique: true }) seq: number;
  @UuidKey() id: string;
  @Text() keyId: string;
  @Text() keyName: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
  @OptionalText() name: string | null;
  /** A `RunDefaults`. */
  @Column({ type: 'json' }) defaults: object;
}
