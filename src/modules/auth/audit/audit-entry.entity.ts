import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { Text } from '../../../database/columns.js';

@Entity('audit_entry')
export class AuditEntryEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' }) seq: number;
  @CreateDateColumn({ type: 'timestamptz' }) at: Date;
  @Text() keyId: string;
  @Text() keyName: string;
  @Text() action: string;
  @Text() subject: string;
  @Column({ type: 'json' }) details: object;
}
