import fc from 'fast-check';
import { integratePower, type PowerSample } from './index.js';

const window = { startS: 0, endS: 10 };
const times = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 40 });
const sample = (timeS: number, powerW: number | null): PowerSample => ({ timeS, powerW });

describe('energy under sampled power', () => {
  it('of a constant power is power × time, wherever it was sampled', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 1, max: 1000, noNaN: true }), (at, powerW) => {
        const { energyJ } = integratePower(
          at.map((time) => sample(time, powerW)),
          window,
        );
        expect((energyJ ?? 0) / (powerW * 10)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('of a power that rises evenly is exact where samples reach the ends of the window', () => {
    fc.assert(
      fc.property(times, (at) => {
        const samples = [-1, ...at, 11].map((time) => sample(time, 50 + 3 * time));
        expect(integratePower(samples, window).energyJ).toBeCloseTo(50 * 10 + (3 * 100) / 2, 6);
      }),
    );
  });

  it('lies between the least and the most power, in any order of the samples', () => {
    const series = fc.array(
      fc.tuple(fc.double({ min: 0, max: 10, noNaN: true }), fc.double({ min: 0, max: 500, noNaN: true })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(series, (points) => {
        const samples = points.map(([time, power]) => sample(time, power));
        const { energyJ } = integratePower(samples, window);
        const powers = points.map(([, power]) => power);
        expect(energyJ).toBeGreaterThanOrEqual(Math.min(...powers) * 10 - 1e-6);
        expect(energyJ).toBeLessThanOrEqual(Math.max(...powers) * 10 + 1e-6);
      }),
    );
  });

  it('of nothing known is unknown, not 0', () => {
    expect(integratePower([sample(1, null), sample(2, null)], window)).toMatchObject({
      energyJ: null,
      samples: 0,
      missing: 2,
      largestGapS: 10,
    });
  });

  it('tells the longest stretch without a value, the ends of the window included', () => {
    const seen = integratePower([sample(1, 100), sample(2, null), sample(4, 100)], window);
    expect(seen).toMatchObject({ samples: 2, missing: 1, largestGapS: 6 });
  });
});

describe('sampling a load that changes faster than it is sampled', () => {
  const squareWave = (timeS: number): number => (Math.floor(timeS / 0.125) % 2 === 0 ? 300 : 100);
  const sampled = (everyS: number): PowerSample[] =>
    Array.from({ length: Math.floor(10 / everyS) + 1 }, (_, i) => sample(i * everyS, squareWave(i * everyS)));

  it('is off by half for a 250 ms square wave at 500 ms, and shows no swing', () => {
    const { energyJ, swing } = integratePower(sampled(0.5), window);
    expect((energyJ ?? 0) / 2000).toBeCloseTo(1.5, 6);
    expect(swing).toBe(0);
  });

  it('shows its swing where it is sampled fast enough', () => {
    const { energyJ, swing } = integratePower(sampled(0.02), window);
    expect((energyJ ?? 0) / 2000).toBeCloseTo(1, 1);
    expect(swing).toBeGreaterThan(0.1);
  });
});
