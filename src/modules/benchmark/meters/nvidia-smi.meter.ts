import {
  meterLost,
  reasonOf,
  requireAvailable,
  unavailable,
  type Availability,
  type Measurement,
  type Meter,
} from './meter.js';
import { NVIDIA_SENSOR_ERROR } from './nvml.meter.js';
import { SmiProcess } from './nvidia-smi-process.js';
import type { MeterOptions } from './options.js';
import { readingOfPowers } from './powers.js';
import { MeasuredWindow, nowS } from './window.js';

/**
 * Power of NVIDIA GPUs as nvidia-smi prints it. Newer GPUs print the mean of the last second (Ampere but for
 * GA100, and later), so a short window holds power from before it; the energy counter is better where there is one.
 */
export class NvidiaSmiMeter implements Meter {
  readonly name = 'nvidia-smi';

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    const smi = this.launch();
    try {
      await smi.ready();
    } catch (error) {
      return unavailable(
        `${this.options.nvidiaSmi} does not run: ${reasonOf(error)}`,
        'It comes with the NVIDIA driver; give its path in WATTFACTOR_NVIDIA_SMI where it is not on the PATH',
      );
    } finally {
      await smi.stop();
    }
    const silent = [...smi.samples].filter(([, samples]) => samples.every(({ powerW }) => powerW === null));
    if (silent.length > 0) {
      return unavailable(
        `${silent.map(([gpu]) => gpu).join(', ')} shows [N/A] for its power`,
        'Older and shared GPUs have no sensor that a guest may read; measure on the host',
      );
    }
    const periodS = this.options.powerPeriodMs / 1000;
    return {
      available: true,
      sees: ['this-machine'],
      components: ['gpu'],
      details: [...smi.samples.keys()].join(', '),
      periodS,
    };
  }

  async start(): Promise<Measurement> {
    await requireAvailable(this);
    const smi = this.launch();
    await smi.ready();
    const window = await MeasuredWindow.open(this.options);
    return {
      stop: async () => {
        const endS = nowS();
        const { lost } = smi;
        await smi.stop();
        if (lost !== null) throw meterLost(this.name, lost);
        const { startS } = window;
        const periodS = this.options.powerPeriodMs / 1000;
        const record = { meter: this.name, periodS, sensorError: NVIDIA_SENSOR_ERROR, startS, endS };
        return readingOfPowers({ ...record, samples: smi.samples }, await window.close(endS));
      },
    };
  }

  private launch(): SmiProcess {
    return new SmiProcess(this.options.nvidiaSmi, this.options.powerPeriodMs, this.options.gpus);
  }
}
