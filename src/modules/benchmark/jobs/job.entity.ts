import { Column, CreateDateColumn, Entity } from 'typeorm';
import type {
  BenchmarkContext,
  IdlePower,
  JobStatus,
  ProtocolSettings,
  Reading,
  WorkDone,
} from '../../../core/benchmark/index.js';
import type { Scope } from '../../../core/access/index.js';
import {
  OptionalReal,
  OptionalText,
  Real,
  Text,
  TextArray,
  TextList,
  UuidKey,
} from '../../../database/columns.js';
import type { ExecutorOptions } from '../executors/index.js';
import type { Progress } from '../protocol/index.js';

/** What was asked for, checked and with every default filled in. */
export interface JobRequest {
  readonly task: string;
  readonly executor: string;
  readonly dataset: string;
  /** Empty for the best that the worker has. */
  readonly meters: readonly string[];
  readonly options: ExecutorOptions;
  readonly settings: ProtocolSettings;
  /** Attempts in all, where faults pass. */
  readonly maxAttempts: number;
}

/** Where and what was measured: all that runs are made of, except the repetitions. */
export interface JobSession {
  readonly context: BenchmarkContext;
  readonly metersUsed: readonly string[];
  /** Fingerprint of the machine. */
  readonly hardware: string;
}

/** What is known only when the protocol has ended. */
export interface JobEnding {
  readonly idleBefore: Reading | null;
  readonly idleAfter: Reading | null;
  readonly idleDrift: number | null;
}

@Entity('benchmark_job')
export class BenchmarkJobEntity {
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', unique: true }) seq: number;
  @UuidKey() id: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
  @Text() keyId: string;
  @Text() keyName: string;
  @TextArray() keyScopes: Scope[];
  @Column({ type: 'json' }) request: JobRequest;
  @Column({ type: 'text', default: 'queued' }) status: JobStatus;
  @TextArray() needs: string[];
  @OptionalText() reason: string | null;
  @Column({ type: 'integer', default: 0 }) failures: number;
  @Column({ type: 'integer', default: 0 }) interruptions: number;
  @Column({ type: 'timestamptz', nullable: true }) cancelRequestedAt: Date | null;
  @Column({ type: 'uuid', nullable: true }) workerId: string | null;
  /** Whoever holds it may write. */
  @Column({ type: 'uuid', nullable: true }) lease: string | null;
  @OptionalText() queueWorker: string | null;
  /** Counts up with every change; the id of events. */
  @Column({ type: 'integer', default: 1 }) revision: number;
  @Column({ type: 'json', nullable: true }) progress: Progress | null;
  @Column({ type: 'json', nullable: true }) session: JobSession | null;
  @Column({ type: 'json', nullable: true }) ending: JobEnding | null;
  @TextList() flags: string[];
  @TextList() runIds: string[];
  @TextList() quarantineIds: string[];
  @Column({ type: 'timestamptz', nullable: true }) startedAt: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) endedAt: Date | null;
}

/** A finished repetition. Its key makes sure that none counts twice. */
@Entity('benchmark_repetition')
export class BenchmarkRepetitionEntity {
  @UuidKey() jobId: string;
  @Column({ type: 'integer', primary: true }) index: number;
  @Column({ type: 'uuid' }) workerId: string;
  @CreateDateColumn({ type: 'timestamptz' }) storedAt: Date;
  @Column({ type: 'json' }) work: WorkDone;
  @Column({ type: 'json' }) reading: Reading;
  @Column({ type: 'json', nullable: true }) idleBefore: IdlePower | null;
  @OptionalReal() grossEnergyJ: number | null;
  @OptionalReal() exclusivity: number | null;
  @TextArray() flags: string[];
}

/** A process that runs benchmarks. */
@Entity('benchmark_worker')
export class BenchmarkWorkerEntity {
  @UuidKey() id: string;
  @Text() name: string;
  @CreateDateColumn({ type: 'timestamptz' }) startedAt: Date;
  @Column({ type: 'timestamptz', default: () => 'now()' }) heartbeatAt: Date;
  /** Seconds without a heartbeat after which it is taken for dead. */
  @Real() deadAfterS: number;
  @TextArray() offers: string[];
  @Column({ type: 'json' }) environment: object;
}
