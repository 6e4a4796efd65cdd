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
import type { MeterOptions } from './options.js';
import { energyCounters } from './prometheus-exporters.js';
import { parsePrometheusText } from './prometheus-text.js';

const SCRAPE_TIMEOUT_MS = 5000;
/** Exclusivity is this host's: it says nothing of a machine elsewhere. */
const LOOPBACK = /^(localhost|127\.|\[?::1)/;

const LAST_READ_TRIES = 3;

/**
 * Energy counters that an exporter serves: DCGM, Kepler or Scaphandre. The exporter renews them at an interval of
 * its own (30 s for DCGM), which is learnt from the scrapes and makes the resolution.
 */
export class PrometheusMeter implements Meter {
  readonly name = 'prometheus';

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    const { prometheusUrl: url } = this.options;
    if (url === null) {
      return unavailable(
        'no exporter is named',
        'Give the address of its metrics page in WATTFACTOR_PROMETHEUS_URL',
      );
    }
    try {
      const found = await this.scrape(url);
      const components = [...new Set(found.counters.map(({ component }) => component))];
      const details = `${found.exporter} at ${url}: ${found.counters.map(({ id }) => id).join(', ')}`;
      return { available: true, sees: ['exporter-machine'], components, details, periodS: null };
    } catch (error) {
      return unavailable(
        reasonOf(error),
        'Check that the exporter runs and that its page can be opened from here',
      );
    }
  }

  async start(): Promise<Measurement> {
    await requireAvailable(this);
    const url = this.options.prometheusUrl ?? '';
    const { exporter } = await this.scrape(url);
    return measureCounters(
      {
        meter: `${this.name}:${exporter}`,
        quality: 'measured-external',
        pollMs: this.options.scrapePeriodMs,
        updatePeriodS: null,
        sensorError: null,
        forgiving: true,
        elsewhere: !LOOPBACK.test(new URL(url).hostname),
        read: () => this.readWithRetries(url),
      },
      this.options,
    );
  }

  private async readWithRetries(url: string, tries = LAST_READ_TRIES): Promise<CounterValue[]> {
    try {
      return (await this.scrape(url)).counters;
    } catch (error) {
      if (tries <= 1) throw error;
      await sleep(100);
      return this.readWithRetries(url, tries - 1);
    }
  }

  private async scrape(url: string): Promise<{ exporter: string; counters: CounterValue[] }> {
    const response = await fetch(url, { signal: AbortSignal.timeout(SCRAPE_TIMEOUT_MS) }).catch(
      (error: unknown) => {
        throw new Error(`${url} does not answer: ${reasonOf(error)}`);
      },
    );
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    const found = energyCounters(parsePrometheusText(await response.text()), this.options.gpus);
    if (found === null) throw new Error(`${url} shows no energy counter of DCGM, Kepler or Scaphandre`);
    return found;
  }
}
