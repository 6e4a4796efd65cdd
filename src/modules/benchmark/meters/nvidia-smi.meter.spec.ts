import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NvidiaSmiMeter } from './nvidia-smi.meter.js';
import { parseSmiLine } from './nvidia-smi-process.js';
import { DEFAULT_METER_OPTIONS } from './options.js';

/** With a program of our own in nvidia-smi's place: this proves parsing, sums and failures, not any accuracy. */
describe('nvidia-smi', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattfactor-smi-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let programs = 0;

  /** Two GPUs, a line for each every 20 ms, in the clock of another time zone. */
  function meter(body: string): NvidiaSmiMeter {
    const nvidiaSmi = join(folder, `nvidia-smi-${(programs += 1)}`);
    const script = `#!${process.execPath}
const stamp = (ms) => new Date(ms + 7 * 3600e3).toISOString().replaceAll('-', '/').replace('T', ' ').slice(0, 23);
let n = 0;
const line = (index, power) => console.log(stamp(Date.now()) + ', ' + index + ', GPU-' + index + ', ' + power);
${body}`;
    writeFileSync(nvidiaSmi, script);
    chmodSync(nvidiaSmi, 0o755);
    return new NvidiaSmiMeter({ ...DEFAULT_METER_OPTIONS, nvidiaSmi, powerPeriodMs: 20 });
  }

  it('integrates the power of all GPUs', async () => {
    const measurement = await meter(
      `setInterval(() => { line(0, '100.00'); line(1, '50.00'); }, 20);`,
    ).start();
    await sleep(600);
    const reading = await measurement.stop();
    expect(reading).toMatchObject({ meter: 'nvidia-smi', method: 'power-sampled', quality: 'measured' });
    expect((reading.components[0]?.energyJ ?? 0) / reading.durationS).toBeCloseTo(150, 6);
    expect(reading.samples).toBeGreaterThan(5);
    expect(reading.warnings.map(({ code }) => code)).toContain('power-sampled');
  });

  it('leaves out what the sensor does not say, and counts how often', async () => {
    const measurement = await meter(
      `setInterval(() => line(0, n++ % 3 === 1 ? '[N/A]' : '80.00'), 20);`,
    ).start();
    await sleep(400);
    const reading = await measurement.stop();
    expect((reading.components[0]?.energyJ ?? 0) / reading.durationS).toBeCloseTo(80, 6);
    expect(reading.warnings.map(({ code }) => code)).toContain('missing-samples');
  });

  it('warns where the power jumps from sample to sample', async () => {
    const measurement = await meter(`setInterval(() => line(0, n++ % 2 === 0 ? '300' : '100'), 20);`).start();
    await sleep(400);
    expect((await measurement.stop()).warnings.map(({ code }) => code)).toContain('aliasing-likely');
  });

  it('is not available where the sensor never speaks', async () => {
    const probed = await meter(`setInterval(() => line(0, '[N/A]'), 20);`).probe();
    expect(probed).toMatchObject({ available: false, reason: expect.stringContaining('[N/A]') });
  });

  it('repeats what a failing nvidia-smi said', async () => {
    const probed = await meter(`console.error('NVIDIA-SMI has failed'); process.exit(9);`).probe();
    expect(probed).toMatchObject({
      available: false,
      reason: expect.stringContaining('NVIDIA-SMI has failed'),
    });
    const missing = new NvidiaSmiMeter({ ...DEFAULT_METER_OPTIONS, nvidiaSmi: join(folder, 'nowhere') });
    expect(await missing.probe()).toMatchObject({
      available: false,
      reason: expect.stringContaining('ENOENT'),
    });
  });

  it('is lost where the program ends in the middle', async () => {
    const measurement = await meter(`line(0, '80'); setTimeout(() => process.exit(1), 100);`).start();
    await sleep(500);
    await expect(measurement.stop()).rejects.toMatchObject({ code: 'METER_LOST' });
  });

  it('reads its lines and no others', () => {
    expect(parseSmiLine('2026/01/02 03:04:05.678, 3, GPU-a, 61.52')).toEqual({
      timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      index: 3,
      uuid: 'GPU-a',
      powerW: 61.52,
    });
    expect(parseSmiLine('2026/01/02 03:04:05.678, 3, GPU-a, [Not Supported]')?.powerW).toBeNull();
    expect(parseSmiLine('No devices were found')).toBeNull();
  });
});
