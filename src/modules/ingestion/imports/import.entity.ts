import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { Flag, FlagOff, OptionalText, Text, UuidKey, Whole } from '../../../database/columns.js';

export const IMPORT_STATES = ['running', 'done', 'failed', 'interrupted'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

const Counter = () => Column({ type: 'integer', default: 0 });

/** A file that was brought, and how far it came. */
@Entity('import')
export class ImportEntity {
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', unique: true }) seq: number;
  @UuidKey() id: string;
  @Text() keyId: string;
  @Text() keyName: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz', default: () => 'now()' }) heartbeatAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) finishedAt: Date | null;
  @OptionalText() fileName: string | null;
  @OptionalText() format: string | null;
  @Flag() dryRun: boolean;
  @Text() state: ImportState;
  /** The whole file is kept, and is read to its end whatever happens to the service. */
  @FlagOff() spooled: boolean;
  /** How often the file was taken over since its last record was counted. */
  @Counter() attempts: number;
  @Column({ type: 'json', nullable: true }) defaults: object | null;
  @Column({ type: 'bigint', default: 0 }) bytes: number;
  @Counter() rows: number;
  @Counter() accepted: number;
  @Counter() duplicates: number;
  @Counter() quarantined: number;
  @Counter() rejected: number;
  @Column({ type: 'json', nullable: true }) problem: object | null;
  @Column({ type: 'json', default: () => "'[]'" }) changedFactors: object;
}

/** A record of a file that was not accepted, or a row that another one replaced. */
@Entity('import_rejection')
export class ImportRejectionEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' }) seq: number;
  @Column({ type: 'uuid' }) importId: string;
  @Whole() row: number;
  @Text() code: string;
  @OptionalText() field: string | null;
  @Text() message: string;
  @Column({ type: 'uuid', nullable: true }) quarantineId: string | null;
}
