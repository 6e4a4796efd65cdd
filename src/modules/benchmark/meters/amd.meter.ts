import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PowerSample } from '../../../core/benchmark/index.js';
import {
  meterLost,
  reasonOf,
  requireAvailable,
  unavailable,
  type Availability,
  type Measurement,
  type Meter,
} from './meter.js';
import type { MeterOptions } from './options.js';
import { readingOfPowers } from './powers.js';
import { MeasuredWindow, nowS } from './window.js';

/** PCI vendor id of AMD. */
const AMD = '0x1002';

/** Power in µW: a mean on older GPUs, an instant on newer ones (Linux, amdgpu driver, "hwmon"). */
const POWER_FILES = ['power1_average', 'power1_input'];

const MICROWATT = 1e-6;

interface Sensor {
  readonly id: string;
  readonly path: string;
}

/**
 * Power of AMD GPUs from the amdgpu driver's hwmon files. The driver's energy accumulator is not used: it lies in
 * a binary table whose layout changes by GPU. Not proven on hardware.
 */
export class AmdMeter implements Meter {
  readonly name = 'amd';

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    const sensors = await this.sensors();
    if (sensors.length === 0) {
      return unavailable(
        `${this.options.drmRoot} shows no AMD GPU with a power sensor`,
        'The amdgpu driver must be loaded, and a container needs /sys/class/drm of its host',
      );
    }
    try {
      await Promise.all(sensors.map(({ path }) => powerAt(path)));
    } catch (error) {
      return unavailable(reasonOf(error), 'Check the rights of the hwmon files');
    }
    const periodS = this.options.powerPeriodMs / 1000;
    return {
      available: true,
      sees: ['this-machine'],
      components: ['gpu'],
      details: sensors.map(({ id }) => id).join(', '),
      periodS,
    };
  }

  async start(): Promise<Measurement> {
    await requireAvailable(this);
    const sensors = await this.sensors();
    const samples = new Map<string, PowerSample[]>(sensors.map(({ id }) => [id, []]));
    let lost: string | null = null;
    const sample = async (): Promise<void> => {
      for (const { id, path } of sensors) {
        const powerW = await powerAt(path);
        samples.get(id)?.push({ timeS: nowS(), powerW });
      }
    };
    const poll = (): void => void sample().catch((error: unknown) => (lost ??= reasonOf(error)));
    const window = await MeasuredWindow.open(this.options);
    await sample();
    const timer = setInterval(poll, this.options.powerPeriodMs);
    timer.unref();
    return {
      stop: async () => {
        clearInterval(timer);
        await sample().catch((error: unknown) => (lost ??= reasonOf(error)));
        if (lost !== null) throw meterLost(this.name, lost);
        const [startS, endS, periodS] = [window.startS, nowS(), this.options.powerPeriodMs / 1000];
        const record = { meter: this.name, periodS, sensorError: null, startS, endS, samples };
        return readingOfPowers(record, await window.close(endS));
      },
    };
  }

  /** Cards in order of their names; `gpus` are positions in that order. */
  private async sensors(): Promise<Sensor[]> {
    const { drmRoot, gpus } = this.options;
    const cards = (await list(drmRoot)).filter((name) => /^card\d+$/.test(name)).sort();
    const found = await Promise.all(cards.map((card) => sensorOf(join(drmRoot, card, 'device'), card)));
    const sensors = found.filter((sensor) => sensor !== null);
    return gpus === null ? sensors : sensors.filter((_, index) => gpus.includes(index));
  }
}

const list = async (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function sensorOf(device: string, id: string): Promise<Sensor | null> {
  const vendor = await readFile(join(device, 'vendor'), 'utf8').catch(() => '');
  if (vendor.trim() !== AMD) return null;
  const monitors = await list(join(device, 'hwmon'));
  for (const monitor of monitors) {
    const files = await list(join(device, 'hwmon', monitor));
    const file = POWER_FILES.find((name) => files.includes(name));
    if (file !== undefined) return { id, path: join(device, 'hwmon', monitor, file) };
  }
  return null;
}

async function powerAt(path: string): Promise<number> {
  const content = await readFile(path, 'utf8');
  if (!/^\d+\s*$/.test(content)) throw new Error(`${path} holds no power`);
  return Number(content) * MICROWATT;
}
