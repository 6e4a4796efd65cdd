import { Column, CreateDateColumn, Entity } from 'typeorm';
import { Text, UuidKey } from '../../database/columns.js';

/** A receipt: what was asked and what was answered, kept as the text that was sent. */
@Entity('estimate')
export class EstimateEntity {
  @UuidKey() id: string;
  @Text() inputHash: string;
  @Column({ type: 'json' }) input: object;
  @Column({ type: 'json' }) result: object;
  @Text() methodVersion: string;
  @Text() dataVersion: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
  /** Order of arrival, for lists. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', unique: true, select: false })
  seq: string;
}
