import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NvmlMeter } from './nvml.meter.js';
import { DEFAULT_METER_OPTIONS, type MeterOptions } from './options.js';

const source = join(__dirname, '../../../../test/support/meters/fake-nvml.c');
const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);

/** With a library of our own in NVIDIA's place: this proves calls, units and failures, not any accuracy. */
const withCompiler = compiler === undefined ? describe.skip : describe;
if (compiler === undefined)
  console.warn('NVML specs skipped: no C compiler (cc, gcc or clang) to build the stand-in');

describe('NVML', () => {
  it('says where the library should come from', async () => {
    const probed = await new NvmlMeter({
      ...DEFAULT_METER_OPTIONS,
      nvmlLibrary: '/nowhere/libnvidia-ml.so',
    }).probe();
    expect(probed).toMatchObject({ available: false, remedy: expect.stringContaining('NVIDIA driver') });
  });
});

withCompiler('NVML through a stand-in library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattfactor-nvml-'));
  const built = join(folder, 'fake.so');
  const settings = join(folder, 'settings');
  let copies = 0;

  beforeAll(() =>
    execFileSync(compiler ?? 'cc', ['-shared', '-fPIC', `-DSETTINGS="${settings}"`, '-o', built, source]),
  );
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const set = (text: string): void => writeFileSync(settings, text);
  beforeEach(() => set(''));

  /** Each test loads a copy, since a library keeps its state for as long as the process lives. */
  function meter(over: Partial<MeterOptions> = {}): NvmlMeter {
    const nvmlLibrary = join(folder, `fake-${(copies += 1)}.so`);
    copyFileSync(built, nvmlLibrary);
    return new NvmlMeter({ ...DEFAULT_METER_OPTIONS, nvmlLibrary, ...over });
  }

  it('sums the millijoules of all GPUs, above 2³² too', async () => {
    const reading = await (await meter().start()).stop();
    // Two GPUs, each read twice, each read counting 1 J on.
    expect(reading.components).toEqual([
      expect.objectContaining({ component: 'gpu', method: 'counter', quality: 'measured', energyJ: 2 }),
    ]);
    expect(reading.warnings.map(({ code }) => code)).toContain('below-resolution');
  });

  it('counts only the GPUs that were chosen', async () => {
    const reading = await (await meter({ gpus: [1] }).start()).stop();
    expect(reading.components[0]?.energyJ).toBe(1);
    expect(await meter({ gpus: [7] }).probe()).toMatchObject({ available: false });
  });

  it('learns the period of the counter', async () => {
    const probed = await meter().probe();
    expect(probed).toMatchObject({ available: true, details: expect.stringContaining('000.00-fake') });
    expect(probed.available && probed.periodS).toBeGreaterThan(0);
  });

  it('sends GPUs without a counter to nvidia-smi', async () => {
    set('unsupported 1');
    const probed = await meter().probe();
    expect(probed).toMatchObject({ available: false, remedy: expect.stringContaining('nvidia-smi') });
  });

  it('tells that the driver was loaded again', async () => {
    const one = meter({ gpus: [0] });
    const measurement = await one.start();
    set('reset 1');
    const reading = await measurement.stop();
    expect(reading.warnings.map(({ code }) => code)).toContain('counter-reset');
    expect(reading.components[0]?.energyJ).toBeCloseTo(1.007, 9);
  });

  it('is lost where the GPU falls off the bus in the middle', async () => {
    const measurement = await meter().start();
    set('lost 1');
    await expect(measurement.stop()).rejects.toMatchObject({ code: 'METER_LOST' });
  });

  it('explains an init that fails', async () => {
    set('init 9');
    const probed = await meter().probe();
    expect(probed).toMatchObject({
      available: false,
      reason: expect.stringContaining('nvmlInit_v2 answered 9'),
    });
  });
});
