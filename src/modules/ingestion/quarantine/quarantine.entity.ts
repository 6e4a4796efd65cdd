import { Column, CreateDateColumn, Entity } from 'typeorm';
import { OptionalText, Text, UuidKey } from '../../../database/columns.js';

export const QUARANTINE_STATES = ['open', 'corrected', 'released', 'discarded'] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

/** A record that was not accepted, as it came and with the reasons. */
@Entity('quarantine')
export class QuarantineEntity {
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', unique: true }) seq: number;
  @UuidKey() id: string;
  @CreateDateColumn({ type: 'timestamptz' }) receivedAt: Date;
  @Text() channel: string;
  @Text() keyId: string;
  @Text() keyName: string;
  /** `{record}`: wrapped, since a record may be any JSON, such as null. */
  @Column({ type: 'json' }) raw: object;
  @Text() rawHash: string;
  @Column({ type: 'json', nullable: true }) draft: object | null;
  @Column({ type: 'json' }) problems: object;
  @Column({ type: 'text', default: 'open' }) state: QuarantineState;
  @OptionalText() reason: string | null;
  @Column({ type: 'uuid', nullable: true }) runId: string | null;
  @Column({ type: 'timestamptz', nullable: true }) closedAt: Date | null;
}
