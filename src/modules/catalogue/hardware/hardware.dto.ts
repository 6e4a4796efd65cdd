import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** A machine that runs were measured on. */
@ObjectType('Hardware')
export class HardwareDto {
  slug: string;

  name: string;

  gpuModel: string | null;

  /** GPUs in the machine, working or idle. */
  @WholeNumber() gpuCount: number;

  /** Memory of one GPU, GB. */
  gpuMemoryGb: number | null;

  /** Thermal design power of one GPU, W. */
  gpuTdpW: number | null;

  @WholeNumber() nodes: number;

  cpuModel: string | null;

  ramGb: number | null;

  /** Measured runs. */
  @WholeNumber() runs: number;
}

@ObjectType('HardwarePage')
export class HardwarePage extends pageOf(HardwareDto) {}
