import { DomainError } from '../../../core/errors/index.js';

/** The processes whose energy is wanted: a tree of processes, or a cgroup v2 folder. */
export type Workload = { readonly pid: number } | { readonly cgroup: string };

/** Where meters look and what they cannot find out themselves. */
export interface MeterOptions {
  readonly workload: Workload;
  readonly procRoot: string;
  readonly powercapRoot: string;
  readonly drmRoot: string;
  /** Path or name of NVIDIA's management library. */
  readonly nvmlLibrary: string;
  readonly nvidiaSmi: string;
  /** Indices of the GPUs that count; null for all. */
  readonly gpus: readonly number[] | null;
  /** Time between two samples of a power sensor, ms. */
  readonly powerPeriodMs: number;
  /** Address of a Prometheus exporter's metrics page. */
  readonly prometheusUrl: string | null;
  /** Time between two scrapes, ms. */
  readonly scrapePeriodMs: number;
  /** Thermal design power of all processors together, W. */
  readonly cpuTdpW: number | null;
}

export const DEFAULT_METER_OPTIONS: MeterOptions = {
  workload: { pid: process.pid },
  procRoot: '/proc',
  powercapRoot: '/sys/class/powercap',
  drmRoot: '/sys/class/drm',
  nvmlLibrary: process.platform === 'win32' ? 'nvml.dll' : 'libnvidia-ml.so.1',
  nvidiaSmi: 'nvidia-smi',
  gpus: null,
  powerPeriodMs: 100,
  prometheusUrl: null,
  scrapePeriodMs: 1000,
  cpuTdpW: null,
};

/** Options from the environment: `WATTFACTOR_{NVML_LIBRARY,NVIDIA_SMI,GPUS,PROMETHEUS_URL,CPU_TDP_W}`. */
export function meterOptions(
  env: NodeJS.ProcessEnv = process.env,
  over: Partial<MeterOptions> = {},
): MeterOptions {
  return {
    ...DEFAULT_METER_OPTIONS,
    ...(env['WATTFACTOR_NVML_LIBRARY'] && { nvmlLibrary: env['WATTFACTOR_NVML_LIBRARY'] }),
    ...(env['WATTFACTOR_NVIDIA_SMI'] && { nvidiaSmi: env['WATTFACTOR_NVIDIA_SMI'] }),
    ...(env['WATTFACTOR_GPUS'] && { gpus: gpuIndices(env['WATTFACTOR_GPUS']) }),
    ...(env['WATTFACTOR_PROMETHEUS_URL'] && { prometheusUrl: env['WATTFACTOR_PROMETHEUS_URL'] }),
    ...(env['WATTFACTOR_CPU_TDP_W'] && { cpuTdpW: watts(env['WATTFACTOR_CPU_TDP_W']) }),
    ...over,
  };
}

function gpuIndices(text: string): number[] {
  const indices = text.split(',').map(Number);
  if (indices.every((index) => Number.isInteger(index) && index >= 0)) return indices;
  throw outOfRange('WATTFACTOR_GPUS', 'must be indices of GPUs such as 0,1');
}

function watts(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw outOfRange('WATTFACTOR_CPU_TDP_W', 'must be the thermal design power in watts, such as 280');
}

const outOfRange = (field: string, message: string): DomainError =>
  DomainError.field('OUT_OF_RANGE', field, `${field} ${message}`);
