import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { WATTS_PER_LOGICAL_CPU } from '../../../core/benchmark/index.js';
import { chooseMeter, probeMeters } from './choose.js';
import { CompositeMeter } from './composite.js';
import { CpuModelMeter } from './cpu-model.meter.js';
import { DEFAULT_METER_OPTIONS, meterOptions } from './options.js';
import { RamModelMeter } from './ram-model.meter.js';
import { NoMeter } from './none.meter.js';

jest.setTimeout(60_000);

const options = {
  ...DEFAULT_METER_OPTIONS,
  powercapRoot: '/nowhere',
  drmRoot: '/nowhere',
  nvmlLibrary: '/nowhere',
  nvidiaSmi: '/nowhere',
};
const linux = process.platform === 'linux' ? it : it.skip;

/** A loop of arithmetic that tells the processor time it took, s: code, so that a child can run it too. */
const SPIN = `
  const before = process.cpuUsage();
  let x = 0;
  for (let i = 0; i < 3e8; i += 1) x += i % 7;
  const { user, system } = process.cpuUsage(before);
  const spent = (user + system) / 1e6;
`;
const burn = new Function('process', `${SPIN} return spent;`) as (of: NodeJS.Process) => number;
const TICK_S = 0.01;

describe('processor time × TDP', () => {
  it('gives each logical processor its share, and never calls itself measured', async () => {
    const measurement = await new CpuModelMeter({ ...options, cpuTdpW: 100 * cpus().length }).start();
    const spentS = burn(process);
    const reading = await measurement.stop();
    expect(reading).toMatchObject({ method: 'model', quality: 'estimated', uncertainty: 0.39 });
    // Other threads of this process add to it.
    expect(reading.components[0]?.energyJ).toBeGreaterThan(100 * (spentS - 2 * TICK_S));
    expect(reading.components[0]?.resolutionJ).toBeLessThanOrEqual(100 * TICK_S);
  });

  linux('counts child processes, and those that have ended', async () => {
    const measurement = await new CpuModelMeter({ ...options, cpuTdpW: 100 * cpus().length }).start();
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', `${SPIN} console.log(spent)`]);
    const reading = await measurement.stop();
    expect(reading.components[0]?.energyJ).toBeGreaterThan(100 * (Number(stdout) - 2 * TICK_S));
  });

  it('says that the TDP is assumed, and then claims no uncertainty', async () => {
    const reading = await (await new CpuModelMeter(options).start()).stop();
    expect(reading.uncertainty).toBeNull();
    expect(reading.warnings).toContainEqual(
      expect.objectContaining({
        code: 'tdp-assumed',
        message: expect.stringContaining(`${WATTS_PER_LOGICAL_CPU} W`),
      }),
    );
  });

  linux('cannot meter a process that is not there', async () => {
    const gone = new CpuModelMeter({ ...options, workload: { pid: 2 ** 30 } });
    expect(await gone.probe()).toMatchObject({ available: false });
    await expect((await gone.start()).stop()).rejects.toMatchObject({ code: 'METER_LOST' });
  });
});

describe('memory', () => {
  it('draws a constant power, 3 W per 8 GB', async () => {
    const reading = await (await new RamModelMeter(options).start()).stop();
    const expected = (totalmem() / 8e9) * 3 * reading.durationS;
    expect(reading.components[0]?.energyJ).toBeCloseTo(expected, 9);
  });
});

describe('meters together', () => {
  it('are chosen so that each part is metered once, by the best there is', async () => {
    const chosen = await chooseMeter([], options);
    expect(chosen.name).toBe('cpu-tdp-model+ram-model');
    const reading = await (await chosen.start()).stop();
    expect(reading.components.map(({ component }) => component)).toEqual(['cpu', 'dram']);
    expect(reading.quality).toBe('estimated');
  });

  it('refuse to meter a part twice', async () => {
    const twice = new CompositeMeter([new RamModelMeter(options), new RamModelMeter(options)]);
    await expect(twice.start()).rejects.toMatchObject({ code: 'METERS_OVERLAP' });
  });

  it('are refused by name where unknown or not available', async () => {
    await expect(chooseMeter(['rapple'], options)).rejects.toMatchObject({
      code: 'UNKNOWN_METER',
      errors: [expect.objectContaining({ suggestions: expect.arrayContaining(['rapl']) })],
    });
    const rapl = await chooseMeter(['rapl'], options);
    await expect(rapl.start()).rejects.toMatchObject({ code: 'METER_UNAVAILABLE' });
  });

  it('all say why they cannot be used and what to do', async () => {
    for (const { availability } of await probeMeters(options)) {
      if (availability.available) continue;
      expect(availability.reason).not.toBe('');
      expect(availability.remedy).not.toBe('');
    }
  });

  it('without any, energy is unknown and not 0', async () => {
    const reading = await (await new NoMeter(options).start()).stop();
    expect(reading).toMatchObject({ method: null, quality: null, components: [] });
  });
});

describe('options from the environment', () => {
  it('are read, and refused by name', () => {
    expect(meterOptions({ WATTFACTOR_CPU_TDP_W: '280', WATTFACTOR_GPUS: '0,2' })).toMatchObject({
      cpuTdpW: 280,
      gpus: [0, 2],
    });
    expect(() => meterOptions({ WATTFACTOR_CPU_TDP_W: 'hot' })).toThrow('WATTFACTOR_CPU_TDP_W');
    expect(() => meterOptions({ WATTFACTOR_GPUS: 'first' })).toThrow('WATTFACTOR_GPUS');
  });
});
