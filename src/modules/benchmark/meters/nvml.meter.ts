import { setTimeout as sleep } from 'node:timers/promises';
import { measureCounters, type CounterValue } from './counters.js';
import {
  reasonOf,
  requireAvailable,
  unavailable,
  type Availability,
  type Measurement,
  type Meter,
} from './meter.js';
import { openNvml, type Nvml, type NvmlGpu } from './nvml-library.js';
import type { MeterOptions } from './options.js';
import { nowS } from './window.js';

const MILLIJOULE = 1e-3;

/**
 * Relative error of the power sensors behind the counter: ±5 %, as NVIDIA states for power readings
 * (nvmlDeviceGetPowerUsage, NVML reference), taken as a standard uncertainty.
 */
export const NVIDIA_SENSOR_ERROR = 0.05;

/** How long the counter is watched to learn its period, and what is assumed of one that stands still, s. */
const WATCH_S = 0.4;

/** NVIDIA's energy counter of each GPU, since Volta; a whole GPU, whoever uses it. */
export class NvmlMeter implements Meter {
  readonly name = 'nvml';
  private periodS: number | null = null;

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    let nvml: Nvml;
    try {
      nvml = await openNvml(this.options.nvmlLibrary);
    } catch (error) {
      return unavailable(
        `${this.options.nvmlLibrary} cannot be used: ${reasonOf(error)}`,
        'It comes with the NVIDIA driver; give its path in WATTFACTOR_NVML_LIBRARY where it lies elsewhere',
      );
    }
    try {
      return await this.describe(nvml, this.chosen(nvml));
    } catch (error) {
      return unavailable(reasonOf(error), 'Check the GPU with nvidia-smi');
    } finally {
      nvml.close();
    }
  }

  async start(): Promise<Measurement> {
    await requireAvailable(this);
    const nvml = await openNvml(this.options.nvmlLibrary);
    const gpus = this.chosen(nvml);
    return measureCounters(
      {
        meter: this.name,
        quality: 'measured',
        pollMs: 1000,
        updatePeriodS: this.periodS,
        sensorError: NVIDIA_SENSOR_ERROR,
        forgiving: false,
        read: async () => gpus.map(readGpu),
        close: () => nvml.close(),
      },
      this.options,
    );
  }

  private chosen(nvml: Nvml): readonly NvmlGpu[] {
    const { gpus } = this.options;
    return gpus === null ? nvml.gpus : nvml.gpus.filter(({ index }) => gpus.includes(index));
  }

  private async describe(nvml: Nvml, gpus: readonly NvmlGpu[]): Promise<Availability> {
    const [first] = gpus;
    if (first === undefined) return unavailable('the driver shows no such GPU', 'Check WATTFACTOR_GPUS');
    const without = gpus.filter((gpu) => gpu.energyMj() === null);
    if (without.length > 0) {
      return unavailable(
        `${without.map(({ name }) => name).join(', ')} has no energy counter (before Volta)`,
        'Use the nvidia-smi meter, which samples power',
      );
    }
    this.periodS ??= await watchPeriod(first);
    const details = `${gpus.map(({ index, name }) => `${index}: ${name}`).join(', ')}; driver ${nvml.driver}`;
    return { available: true, sees: ['this-machine'], components: ['gpu'], details, periodS: this.periodS };
  }
}

function readGpu(gpu: NvmlGpu): CounterValue {
  const value = gpu.energyMj();
  if (value === null) throw new Error(`${gpu.uuid} lost its energy counter`);
  return { id: gpu.uuid, component: 'gpu', value, joulesPerUnit: MILLIJOULE, wrapsAt: null };
}

/** Mean time between two moves of the counter, s; null where it moved less than twice. */
async function watchPeriod(gpu: NvmlGpu): Promise<number | null> {
  const endS = nowS() + WATCH_S;
  const moves: number[] = [];
  let last = gpu.energyMj();
  while (nowS() < endS) {
    await sleep(1);
    const value = gpu.energyMj();
    if (value !== last) moves.push(nowS());
    last = value;
  }
  const [first, final] = [moves[0], moves.at(-1)];
  return first === undefined || final === undefined || moves.length < 2
    ? null
    : (final - first) / (moves.length - 1);
}
