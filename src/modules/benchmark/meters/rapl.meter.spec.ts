import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_METER_OPTIONS } from './options.js';
import { RaplMeter } from './rapl.meter.js';

/** On a made-up powercap tree: this proves the sums, the wrap and the failures, not any accuracy. */
describe('RAPL', () => {
  let root: string;
  const range = 262_143_328_850;

  async function zone(folder: string, name: string, energy: number | string): Promise<void> {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'name'), `${name}\n`);
    await writeFile(join(root, folder, 'energy_uj'), `${energy}\n`);
    await writeFile(join(root, folder, 'max_energy_range_uj'), `${range}\n`);
  }

  const meter = (): RaplMeter => new RaplMeter({ ...DEFAULT_METER_OPTIONS, powercapRoot: root });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'wattfactor-rapl-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('says what to do where there is none', async () => {
    const probed = await meter().probe();
    expect(probed).toMatchObject({ available: false, reason: expect.stringContaining(root) });
    await expect(meter().start()).rejects.toMatchObject({ code: 'METER_UNAVAILABLE' });
  });

  it('sums packages and memory, once each: no core, no psys, no second view of a package', async () => {
    const zones = [
      ['intel-rapl:0', 'package-0', 1_000_000],
      ['intel-rapl:0:0', 'core', 5_000_000],
      ['intel-rapl:0:1', 'dram', 2_000_000],
      ['intel-rapl:1', 'package-1', range - 1_000_000],
      ['intel-rapl:2', 'psys', 9_000_000],
      ['intel-rapl-mmio:0', 'package-0', 1_000_000],
    ] as const;
    for (const [folder, name, energy] of zones) await zone(folder, name, energy);
    expect(await meter().probe()).toMatchObject({ available: true, components: ['cpu', 'dram'] });

    const measurement = await meter().start();
    await zone('intel-rapl:0', 'package-0', 4_000_000);
    await zone('intel-rapl:0:0', 'core', 7_000_000);
    await zone('intel-rapl:0:1', 'dram', 2_500_000);
    await zone('intel-rapl:1', 'package-1', 2_000_000); // wrapped: 1 J to the end of the range and 2 J on
    await zone('intel-rapl:2', 'psys', 90_000_000);
    const reading = await measurement.stop();

    const joules = Object.fromEntries(
      reading.components.map(({ component, energyJ }) => [component, energyJ]),
    );
    expect(joules['cpu']).toBeCloseTo(3 + 3, 9);
    expect(joules['dram']).toBeCloseTo(0.5, 9);
    expect(reading).toMatchObject({ meter: 'rapl', method: 'counter', quality: 'measured', samples: 2 });
  });

  it('calls a counter that stands still stale', async () => {
    await zone('intel-rapl:0', 'package-0', 1_000_000);
    const reading = await (await meter().start()).stop();
    expect(reading.warnings.map(({ code }) => code)).toContain('stale-counter');
  });

  it('is lost where its files vanish in the middle', async () => {
    await zone('intel-rapl:0', 'package-0', 1_000_000);
    const measurement = await meter().start();
    await rm(root, { recursive: true });
    await expect(measurement.stop()).rejects.toMatchObject({ code: 'METER_LOST' });
  });

  it('refuses a file that holds no number', async () => {
    await zone('intel-rapl:0', 'package-0', 'nonsense');
    expect(await meter().probe()).toMatchObject({
      available: false,
      reason: expect.stringContaining('nonsense'),
    });
  });

  it('explains that only root may read', async () => {
    await zone('intel-rapl:0', 'package-0', 1);
    await rm(join(root, 'intel-rapl:0', 'energy_uj'));
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const { refusal } = await import('./rapl.meter.js');
    expect(refusal(denied)[1]).toContain('chmod a+r');
  });
});
