import fc from 'fast-check';
import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { mlperfPower } from './mlperf-power.js';
import { PowerIntegral } from './mlperf/power-integral.js';

const DEFAULTS = { task: 'image-classification', model: 'resnet50', gpuCount: 1 };
const text = fixture('mlperf.txt').toString();
const read = (file: string, defaults = {}) => readAll(mlperfPower, file, { ...DEFAULTS, ...defaults });

describe('MLPerf power', () => {
  it('integrates the power between power_begin and power_end by the trapezoidal rule, in UTC', async () => {
    const draft = await onlyDraft(mlperfPower, text, DEFAULTS);
    expect(draft).toMatchObject({
      measuredAt: '2022-02-25T08:05:11.500Z',
      energyScope: 'system-wall',
      energyMethod: 'power-analyzer-ptdaemon',
      measured: true,
      loadShape: { scenario: 'SingleStream', latencyS: 0.0159582, throughputUnitsPerS: 6.25 },
      qcFlags: [],
    });
    const mean = (115 + 195) / 2;
    expect(draft.phases[0]).toMatchObject({ unit: 'sample', unitCount: 50, durationS: 8, energyGpuJ: null });
    expect(draft.phases[0]?.energyTotalJ).toBeCloseTo(mean * 8, 9);
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('asks for the number of samples where a query holds many', async () => {
    const offline = text.replace('SingleStream', 'Offline');
    expect(refusals(await read(offline))).toEqual([expect.stringContaining('give `inferences`')]);
    const draft = await onlyDraft(mlperfPower, offline, { ...DEFAULTS, inferences: 100 });
    expect(draft.phases[0]?.unitCount).toBe(100);
  });

  it('needs the window before the samples, from the detail log or from the request', async () => {
    const withoutDetail = text.replace(/^:::MLLOG.*\n/gm, '');
    expect(refusals(await read(withoutDetail))).toEqual([
      expect.stringMatching(/^1 DEFAULT_MISSING: .*`powerWindow`/),
    ]);
    const powerWindow = { begin: '2022-02-25T08:05:11.5Z', end: '2022-02-25T08:05:19.5Z' };
    const draft = await onlyDraft(mlperfPower, withoutDetail, { ...DEFAULTS, powerWindow });
    expect(draft.phases[0]?.energyTotalJ).toBeCloseTo(155 * 8, 9);
  });

  it('refuses samples that are in another time zone than the window', async () => {
    const local = text.replace(/^Time,02-25-2022 08/gm, 'Time,02-25-2022 09');
    expect(refusals(await read(local))).toEqual([
      expect.stringMatching(
        /^1 NO_ENERGY: the samples of power \(2022-02-25T09.*\) do not cover the window .*both must be in UTC/,
      ),
    ]);
  });

  it('flags a hole in the samples', async () => {
    const gap = text.replace(/^Time,02-25-2022 08:05:1[3-8].*\n/gm, '');
    expect((await onlyDraft(mlperfPower, gap, DEFAULTS)).qcFlags).toEqual(['power-sample-gap']);
  });

  it('refuses an invalid or accuracy run, samples out of order, and a log without samples', async () => {
    expect(refusals(await read(text.replace('VALID', 'INVALID')))).toEqual([
      expect.stringMatching(/^1 RUN_FAILED/),
    ]);
    expect(refusals(await read(text.replace('PerformanceOnly', 'AccuracyOnly')))).toEqual([
      expect.stringMatching(/^1 RUN_FAILED/),
    ]);
    expect(refusals(await read(text + 'Time,02-25-2022 08:05:00.000,Watts,1.0,\n'))).toEqual([
      '1 ROW_UNREADABLE: the samples of power are not in order of time',
    ]);
    expect(refusals(await read(text.replace('Watts,120.0', 'Watts,-1.0')))).toEqual([
      expect.stringMatching(/holds no power$/),
    ]);
    expect(refusals(await read(text.replace(/^Time.*\n/gm, '')))).toEqual([
      expect.stringMatching(/^1 NO_ENERGY/),
    ]);
  });
});

describe('the integral of power', () => {
  const samples = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 1500 }), fc.double({ min: 0, max: 1000, noNaN: true })), {
      minLength: 2,
      maxLength: 40,
    })
    .map((steps) => {
      let timeMs = 0;
      return steps.map(([step, watts]) => ({ timeMs: (timeMs += step), watts }));
    });

  const over = (points: { timeMs: number; watts: number }[], beginMs: number, endMs: number): number => {
    const integral = new PowerIntegral({ beginMs, endMs });
    for (const point of points) integral.add(point);
    return integral.total();
  };

  it('is additive: two adjoining windows give what their union gives', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (points, share) => {
        const begin = points[0]?.timeMs ?? 0;
        const end = points.at(-1)?.timeMs ?? 0;
        const middle = begin + share * (end - begin);
        fc.pre(middle - begin <= 2000 || end > middle);
        const whole = over(points, begin, end);
        expect(over(points, begin, middle) + over(points, middle, end)).toBeCloseTo(whole, 6);
      }),
    );
  });

  it('is power times time where the power is constant', () => {
    fc.assert(
      fc.property(samples, (points) => {
        const constant = points.map((point) => ({ ...point, watts: 250 }));
        const [begin, end] = [points[0]?.timeMs ?? 0, points.at(-1)?.timeMs ?? 0];
        expect(over(constant, begin, end)).toBeCloseTo((250 * (end - begin)) / 1000, 6);
      }),
    );
  });
});
