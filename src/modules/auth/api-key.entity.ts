import { Column, CreateDateColumn, Entity } from 'typeorm';
import type { Scope } from '../../core/access/index.js';
import { Key, Text } from '../../database/columns.js';

@Entity('api_key')
export class ApiKeyEntity {
  @Key() id: string;
  @Text() name: string;
  @Column({ type: 'text', array: true }) scopes: Scope[];
  @Column({ type: 'bytea' }) secretHash: Buffer;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) lastUsedAt: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) revokedAt: Date | null;
}
