import fc from 'fast-check';
import { dayEquivalents, meanDay, STEADY, weightsOf, weightsOfWeekdayShare } from './profile.js';

const days = fc.integer({ min: 1, max: 3_000 });
const growth = fc.double({ min: -0.9, max: 3, noNaN: true });
const week = fc.array(fc.double({ min: 0.01, max: 50, noNaN: true }), { minLength: 7, maxLength: 7 });

describe('a profile over a horizon', () => {
  it('gives what adding up day by day gives', () => {
    fc.assert(
      fc.property(days, growth, week, (count, growthPerYear, weekly) => {
        const weights = weightsOf(weekly);
        let sum = 0;
        for (let day = 0; day < count; day++) sum += weights[day % 7]! * (1 + growthPerYear) ** (day / 365);
        expect(dayEquivalents({ weights, growthPerYear }, count) / sum).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is as many days as there are where every day is alike, exactly', () => {
    fc.assert(fc.property(days, (count) => expect(dayEquivalents(STEADY, count)).toBe(count)));
  });

  it('keeps its precision for the slightest growth', () => {
    const slight = dayEquivalents({ weights: null, growthPerYear: 1e-12 }, 36_500);
    expect(slight / 36_500).toBeCloseTo(1, 9);
    expect(slight).toBeGreaterThan(36_500);
  });

  it('leaves whole weeks at their mean, whatever the weights', () => {
    fc.assert(
      fc.property(week, fc.integer({ min: 1, max: 500 }), (weekly, weeks) => {
        expect(meanDay({ weights: weightsOf(weekly), growthPerYear: 0 }, weeks * 7)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('starts on a Monday: five weekdays first', () => {
    const weights = weightsOfWeekdayShare(1);
    expect(weights.map((weight) => weight.toFixed(9))).toEqual(
      [1.4, 1.4, 1.4, 1.4, 1.4, 0, 0].map((weight) => weight.toFixed(9)),
    );
    expect(dayEquivalents({ weights, growthPerYear: 0 }, 5)).toBeCloseTo(7, 12);
    expect(weightsOfWeekdayShare(5 / 7)).toEqual(expect.arrayContaining([expect.closeTo(1, 12)]));
  });

  it('grows by compound interest: doubling in each of two years', () => {
    const [one, two] = [365, 730].map((count) => dayEquivalents({ weights: null, growthPerYear: 1 }, count));
    expect(two! / one!).toBeCloseTo(3, 9);
  });
});
