import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import type { RunStatus } from '../../core/run/index.js';
import {
  Flag,
  Key,
  OptionalBigCount,
  OptionalReal,
  OptionalText,
  OptionalWhole,
  Real,
  Text,
  TextList,
  UuidKey,
} from '../../database/columns.js';

@Entity('run')
export class RunEntity {
  @UuidKey() id: string;
  /** The order of arrival; lists are paged by it. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', unique: true }) seq: number;
  @Column({ type: 'uuid' }) cellId: string;
  @Column({ type: 'text', default: 'published' }) status: RunStatus;
  @OptionalText() reviewReason: string | null;
  @Text() sourceId: string;
  @Text() sourceVersion: string;
  @Text() externalId: string;
  @OptionalText() sourcePath: string | null;
  @OptionalWhole() sourceRow: number | null;
  @OptionalText() licence: string | null;
  @OptionalText() measuredAt: string | null;
  @Text() task: string;
  @OptionalText() dataset: string | null;
  @Flag() zeroShot: boolean;
  @OptionalText() inputVariant: string | null;
  @OptionalText() cohort: string | null;
  @Text() modelId: string;
  @OptionalText() modelIdReported: string | null;
  @OptionalBigCount() parameters: number | null;
  @OptionalBigCount() activeParameters: number | null;
  @OptionalText() weightPrecision: string | null;
  @OptionalText() engine: string | null;
  @Text() hardware: string;
  @OptionalWhole() gpusActive: number | null;
  @OptionalText() parallelism: string | null;
  @OptionalText() country: string | null;
  @OptionalText() region: string | null;
  @Text() energyScope: string;
  @Text() energyMethod: string;
  @Flag() measured: boolean;
  @OptionalText() meterTool: string | null;
  @OptionalText() meterVersion: string | null;
  @OptionalReal() batchSizeMean: number | null;
  @OptionalReal() batchSizeMax: number | null;
  @OptionalReal() inputTokensPerUnit: number | null;
  @OptionalReal() outputTokensPerUnit: number | null;
  @OptionalReal() throughputUnitsPerS: number | null;
  @OptionalReal() latencyS: number | null;
  @OptionalText() scenario: string | null;
  @OptionalWhole() imageWidth: number | null;
  @OptionalWhole() imageHeight: number | null;
  @OptionalWhole() steps: number | null;
  @OptionalWhole() frames: number | null;
  @OptionalReal() fps: number | null;
  @OptionalReal() emissionsReportedKg: number | null;
  @OptionalReal() gridReportedGPerKwh: number | null;
  @TextList() qcFlags: string[];
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;

  @OneToMany(() => RunPhaseEntity, (phase) => phase.run)
  phases: Relation<RunPhaseEntity>[];
}

@Entity('run_phase')
export class RunPhaseEntity {
  @PrimaryColumn({ type: 'uuid' }) runId: string;
  @Key() phase: string;
  @Text() unit: string;
  @OptionalReal() unitCount: number | null;
  @OptionalReal() energyTotalJ: number | null;
  @OptionalReal() energyGpuJ: number | null;
  @OptionalReal() energyCpuJ: number | null;
  @OptionalReal() energyRamJ: number | null;
  @Real() energyPerUnitJ: number;
  @OptionalReal() energyPerOutputTokenJ: number | null;
  @OptionalReal() durationS: number | null;
  @OptionalReal() avgPowerW: number | null;

  @ManyToOne(() => RunEntity, (run) => run.phases, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id' })
  run: Relation<RunEntity>;
}
