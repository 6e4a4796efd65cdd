import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Key, OptionalReal, Real, Text } from '../../database/columns.js';
import { RunEntity } from './run.entity.js';

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
