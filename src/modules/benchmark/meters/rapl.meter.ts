import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureCounters, pollMsFor, type CounterValue } from './counters.js';
import {
  reasonOf,
  requireAvailable,
  unavailable,
  type Availability,
  type Measurement,
  type Meter,
} from './meter.js';
import type { MeterOptions } from './options.js';

/** Zones of the CPU's own counters; `intel-rapl-mmio` shows the same packages again. AMD's use this name too. */
const ZONE = /^intel-rapl:\d+(:\d+)?$/;

/** RAPL counters are renewed about every millisecond (Intel SDM volume 3, "RAPL Interfaces"). */
const UPDATE_PERIOD_S = 0.001;

const MICROJOULE = 1e-6;

interface Zone {
  readonly path: string;
  readonly name: string;
  readonly component: 'cpu' | 'dram';
  readonly rangeUj: number;
}

/**
 * Running average power limit: energy counters of processor packages and memory, through Linux's powercap.
 * Core and uncore lie within package, and psys overlaps all, so only package and dram are summed.
 */
export class RaplMeter implements Meter {
  readonly name = 'rapl';

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    const zones = await this.zones();
    if (zones.length === 0) {
      return unavailable(
        `${this.options.powercapRoot} shows no package of a processor`,
        'Virtual machines, most containers and ARM processors have none: measure on the host, or use the cpu-tdp-model meter',
      );
    }
    try {
      await readZones(zones);
    } catch (error) {
      return unavailable(...refusal(error));
    }
    return {
      available: true,
      sees: ['this-machine'],
      components: [...new Set(zones.map(({ component }) => component))],
      details: zones.map(({ name }) => name).join(', '),
      periodS: UPDATE_PERIOD_S,
    };
  }

  async start(): Promise<Measurement> {
    await requireAvailable(this);
    const zones = await this.zones();
    const smallest = Math.min(...zones.map(({ rangeUj }) => rangeUj));
    return measureCounters(
      {
        meter: this.name,
        quality: 'measured',
        pollMs: pollMsFor(smallest * MICROJOULE),
        updatePeriodS: UPDATE_PERIOD_S,
        sensorError: null,
        forgiving: false,
        read: () => readZones(zones),
      },
      this.options,
    );
  }

  private async zones(): Promise<Zone[]> {
    const root = this.options.powercapRoot;
    const folders = (await readdir(root).catch(() => [])).filter((name) => ZONE.test(name)).sort();
    const zones = await Promise.all(folders.map((folder) => zoneAt(join(root, folder))));
    return zones.filter((zone) => zone !== null);
  }
}

async function zoneAt(path: string): Promise<Zone | null> {
  const [name, range] = await Promise.all([text(path, 'name'), text(path, 'max_energy_range_uj')]);
  const component = /^package-\d+/.test(name) ? 'cpu' : name === 'dram' ? 'dram' : null;
  return component === null ? null : { path, name, component, rangeUj: Number(range) };
}

const text = async (path: string, file: string): Promise<string> =>
  (await readFile(join(path, file), 'utf8').catch(() => '')).trim();

async function readZones(zones: readonly Zone[]): Promise<CounterValue[]> {
  return Promise.all(
    zones.map(async ({ path, component, rangeUj }) => ({
      id: path,
      component,
      value: wholeNumber(await readFile(join(path, 'energy_uj'), 'utf8'), path),
      joulesPerUnit: MICROJOULE,
      wrapsAt: rangeUj,
    })),
  );
}

function wholeNumber(content: string, path: string): number {
  if (/^\d+\s*$/.test(content)) return Number(content);
  throw new Error(`${path}/energy_uj holds ${JSON.stringify(content.slice(0, 40))} instead of a number`);
}

/** Reading needs root since Linux 5.10, against power side channels (CVE-2020-8694). */
export function refusal(error: unknown): [string, string] {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EACCES' && code !== 'EPERM')
    return [reasonOf(error), 'Check that the powercap driver is loaded'];
  return [
    'the counters may be read by root only (Linux does so since CVE-2020-8694)',
    'Run as root, or let others read: sudo chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj',
  ];
}
