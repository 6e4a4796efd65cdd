import { Entity } from 'typeorm';
import { Key, OptionalReal, OptionalText, OptionalWhole, Real, Text } from '../../database/columns.js';

/** A mean ± sd that a source prints beside its runs. */
@Entity('published_factor')
export class PublishedFactorEntity {
  @Key() sourceId: string;
  @Key() task: string;
  @Text() hardware: string;
  @Text() energyScope: string;
  @Text() energyMethod: string;
  @OptionalText() meter: string | null;
  @Text() phase: string;
  @Key() unit: string;
  @OptionalReal() batchSize: number | null;
  @Real() meanWhPerUnit: number;
  @Real() sdWhPerUnit: number;
  @OptionalText() measuredFrom: string | null;
  @OptionalText() measuredTo: string | null;
  @Text() citation: string;
  @OptionalWhole() year: number | null;
}

/** A factor k that takes a task's energy of one source to another boundary. */
@Entity('boundary_scale')
export class BoundaryScaleEntity {
  @Key() boundary: string;
  @Key() sourceId: string;
  @Key() task: string;
  @Real() k: number;
  @Text() source: string;
}
