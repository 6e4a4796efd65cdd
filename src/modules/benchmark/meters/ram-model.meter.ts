import { totalmem } from 'node:os';
import { ramModelEnergyJ, WATTS_PER_GB_RAM } from '../../../core/benchmark/index.js';
import type { Availability, Measurement, Meter } from './meter.js';
import type { MeterOptions } from './options.js';
import { MeasuredWindow, readingOf } from './window.js';

/** Memory at a constant power by its size, all of the machine's, as the study behind the core data set has it. */
export class RamModelMeter implements Meter {
  readonly name = 'ram-model';

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    const details = `${(totalmem() / 1e9).toFixed(1)} GB at ${WATTS_PER_GB_RAM} W/GB`;
    return { available: true, sees: ['this-machine'], components: ['dram'], details, periodS: null };
  }

  async start(): Promise<Measurement> {
    const window = await MeasuredWindow.open(this.options);
    return {
      stop: async () => {
        const summary = await window.close();
        return readingOf(summary, {
          meter: this.name,
          components: [
            {
              component: 'dram',
              meter: this.name,
              method: 'model',
              quality: 'estimated',
              energyJ: ramModelEnergyJ({ bytes: totalmem(), durationS: summary.durationS }),
              resolutionJ: null,
            },
          ],
          samples: 0,
          largestGapS: null,
          uncertainty: null,
          warnings: [],
        });
      },
    };
  }
}
