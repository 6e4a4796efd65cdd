import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { OptionalReal, Real, Text, UuidKey } from '../../../database/columns.js';

/**
 * open: may still grow; unbound: waits for its experiment's binding; empty: ended without energy; closed: became a
 * run; quarantined: broke a rule; superseded: a file of the same run came.
 */
export type ClientRunState = 'open' | 'unbound' | 'empty' | 'closed' | 'quarantined' | 'superseded';

/** A run as a CodeCarbon client began it. */
@Entity('codecarbon_run')
export class CodecarbonRunEntity {
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', unique: true }) seq: number;
  @UuidKey() id: string;
  @Column({ type: 'uuid', nullable: true }) experimentId: string | null;
  @Text() keyId: string;
  @Text() keyName: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz', default: () => 'now()' }) lastSeenAt: Date;
  @Column({ type: 'json' }) started: object;
  @Column({ type: 'text', default: 'open' }) state: ClientRunState;
  @Column({ type: 'uuid', nullable: true }) runId: string | null;
  @Column({ type: 'uuid', nullable: true }) quarantineId: string | null;
}

/** What a client measured since the one before. */
@Entity('codecarbon_emission')
export class CodecarbonEmissionEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' }) seq: number;
  @Column({ type: 'uuid' }) codecarbonRunId: string;
  @CreateDateColumn({ type: 'timestamptz' }) receivedAt: Date;
  @OptionalReal() durationS: number | null;
  @OptionalReal() emissionsKg: number | null;
  @OptionalReal() cpuEnergyKwh: number | null;
  @OptionalReal() gpuEnergyKwh: number | null;
  @OptionalReal() ramEnergyKwh: number | null;
  @Real() energyKwh: number;
  @Column({ type: 'json' }) body: object;
}
