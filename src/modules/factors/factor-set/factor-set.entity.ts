import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Key, OptionalText, Text, Whole } from '../../../database/columns.js';

/** What was frozen, under its hash; sets with the same content share it. */
@Entity('factor_set_content')
export class FactorSetContentEntity {
  @Key() hash: string;
  /** Gzip of the canonical JSON; read only where the set itself is needed. */
  @Column({ type: 'bytea', select: false }) body: Buffer;
  @Whole() factors: number;
  @Whole() runs: number;
  @Whole() models: number;
  @Whole() datasets: number;
  @Whole() sources: number;
  @Whole() gridZones: number;
  @Whole() gridIntensities: number;
  @Whole() cloudRegions: number;
}

/** A publication: content under a label. */
@Entity('factor_set')
export class FactorSetEntity {
  @Key() version: string;
  @Text() hash: string;
  @Text() methodVersion: string;
  @Text() dataVersion: string;
  @OptionalText() notes: string | null;
  @Column({ type: 'timestamptz', default: () => 'clock_timestamp()' }) publishedAt: Date;

  @ManyToOne(() => FactorSetContentEntity)
  @JoinColumn({ name: 'hash' })
  content: Relation<FactorSetContentEntity>;
}
