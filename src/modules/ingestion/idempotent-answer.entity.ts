import { Column, CreateDateColumn, Entity } from 'typeorm';
import { Key, Text } from '../../database/columns.js';

/** What was answered to a request with an Idempotency-Key, to be answered again. */
@Entity('idempotent_answer')
export class IdempotentAnswerEntity {
  @Key() keyId: string;
  @Key() idempotencyKey: string;
  @Text() requestHash: string;
  @Column({ type: 'json' }) answer: object;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
}
