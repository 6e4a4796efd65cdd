import { Column, Entity, OneToMany, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import {
  Flag,
  Key,
  OptionalReal,
  OptionalText,
  OptionalWhole,
  Real,
  Text,
  UuidKey,
  Whole,
} from '../../database/columns.js';

/** Runs that may be averaged: everything that moves energy per unit is the same. */
@Entity('cell')
export class CellEntity {
  @UuidKey() id: string;
  @Text() sourceId: string;
  @Text() task: string;
  @Flag() zeroShot: boolean;
  @OptionalText() inputVariant: string | null;
  @OptionalText() cohort: string | null;
  @Text() modelId: string;
  @OptionalText() dataset: string | null;
  @Text() hardware: string;
  @Text() energyScope: string;
  @Text() energyMethod: string;
  @OptionalText() meter: string | null;
  @Text() phase: string;
  @OptionalText() weightPrecision: string | null;
  @OptionalText() engine: string | null;
  @OptionalText() parallelism: string | null;
  @OptionalText() scenario: string | null;
  @OptionalReal() batchSize: number | null;
  @OptionalText() outputShape: string | null;
  @Column({ type: 'boolean', nullable: true }) modelled: true | null;
  @OptionalWhole() gpusActive: number | null;
  @OptionalText() outputTokenRange: string | null;

  @OneToMany(() => CellStatisticEntity, (statistic) => statistic.cell)
  statistics: Relation<CellStatisticEntity>[];
}

/** Welford moments of a cell, one row per functional unit and set of flags; energies in Wh per unit. */
@Entity('cell_statistic')
export class CellStatisticEntity {
  @PrimaryColumn({ type: 'uuid' }) cellId: string;
  @Key() unit: string;
  @Whole() runs: number;
  @Real() energyWhMean: number;
  @Real() energyWhM2: number;
  @Real() lnEnergyMean: number;
  @Real() lnEnergyM2: number;
  @Whole() timedRuns: number;
  @OptionalReal() secondsMean: number | null;
  @Whole() loadRuns: number;
  @OptionalReal() loadWhMean: number | null;
  @Whole() tokenRuns: number;
  @OptionalReal() outputTokensMean: number | null;
  @PrimaryColumn({ type: 'text', array: true, default: () => "'{}'" }) flags: string[];
  @OptionalText() measuredFrom: string | null;
  @OptionalText() measuredTo: string | null;

  @ManyToOne(() => CellEntity, (cell) => cell.statistics)
  @JoinColumn({ name: 'cell_id' })
  cell: Relation<CellEntity>;
}
