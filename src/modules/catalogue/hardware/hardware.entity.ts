import { Entity } from 'typeorm';
import { Key, OptionalReal, OptionalText, Text, Whole } from '../../../database/columns.js';

@Entity('hardware')
export class HardwareEntity {
  @Key() slug: string;
  @Text() name: string;
  @OptionalText() gpuModel: string | null;
  @Whole() gpuCount: number;
  @OptionalReal() gpuMemoryGb: number | null;
  @OptionalReal() gpuTdpW: number | null;
  @Whole() nodes: number;
  @OptionalText() cpuModel: string | null;
  @OptionalReal() ramGb: number | null;
}
