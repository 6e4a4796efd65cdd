import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AmdMeter } from './amd.meter.js';
import { DEFAULT_METER_OPTIONS } from './options.js';

/** On a made-up sysfs tree: this proves sums and failures, not any accuracy. */
describe('AMD GPUs', () => {
  let root: string;
  beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'wattfactor-amd-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  const meter = (): AmdMeter => new AmdMeter({ ...DEFAULT_METER_OPTIONS, drmRoot: root, powerPeriodMs: 20 });

  async function card(name: string, vendor: string, file: string, microwatts: number): Promise<string> {
    const monitor = join(root, name, 'device', 'hwmon', 'hwmon3');
    await mkdir(monitor, { recursive: true });
    await writeFile(join(root, name, 'device', 'vendor'), `${vendor}\n`);
    await writeFile(join(monitor, file), `${microwatts}\n`);
    return join(monitor, file);
  }

  it('are summed; other makers’ cards and connectors are not', async () => {
    await card('card0', '0x1002', 'power1_average', 100e6);
    await card('card1', '0x1002', 'power1_input', 40e6);
    await card('card2', '0x10de', 'power1_average', 999e6);
    await mkdir(join(root, 'card0-DP-1'));
    const measurement = await meter().start();
    await sleep(300);
    const reading = await measurement.stop();
    expect(reading).toMatchObject({
      meter: 'amd',
      method: 'power-sampled',
      quality: 'measured',
      uncertainty: null,
    });
    expect((reading.components[0]?.energyJ ?? 0) / reading.durationS).toBeCloseTo(140, 6);
  });

  it('are not available where there is none', async () => {
    expect(await meter().probe()).toMatchObject({
      available: false,
      remedy: expect.stringContaining('amdgpu'),
    });
  });

  it('are lost where the sensor vanishes in the middle', async () => {
    const file = await card('card0', '0x1002', 'power1_average', 100e6);
    const measurement = await meter().start();
    await rm(file);
    await expect(measurement.stop()).rejects.toMatchObject({ code: 'METER_LOST' });
  });
});
