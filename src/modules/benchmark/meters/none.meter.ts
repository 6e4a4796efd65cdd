import type { Availability, Measurement, Meter } from './meter.js';
import type { MeterOptions } from './options.js';
import { MeasuredWindow, readingOf } from './window.js';

/** Time and load only: throughput without a claim about energy. */
export class NoMeter implements Meter {
  readonly name = 'none';

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    return { available: true, sees: [], components: [], details: 'no energy', periodS: null };
  }

  async start(): Promise<Measurement> {
    const window = await MeasuredWindow.open(this.options);
    return {
      stop: async () =>
        readingOf(await window.close(), {
          meter: this.name,
          components: [],
          samples: 0,
          largestGapS: null,
          uncertainty: null,
          warnings: [{ code: 'no-meter', message: 'energy was not metered' }],
        }),
    };
  }
}
