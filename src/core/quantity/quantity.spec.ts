import fc from 'fast-check';
import { DomainError } from '../errors/index.js';
import { Carbon, Energy, requireNonNegative, requirePositive } from './index.js';

describe('energy', () => {
  it('agrees with the definition of the kilowatt-hour: 1 kW for an hour', () => {
    expect(Energy.toKwh(Energy.fromPowerAndTime({ powerW: 1000, timeS: 3600 }))).toBe(1);
    expect(Energy.toWh(Energy.fromKwh(1))).toBe(1000);
  });

  it('comes back unchanged from joules', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (energy) => {
        expect(Energy.toKwh(Energy.fromKwh(energy)) / energy).toBeCloseTo(1, 12);
        expect(Energy.toWh(Energy.fromWh(energy)) / energy).toBeCloseTo(1, 12);
      }),
    );
  });

  it('reads Wh per inference as kWh per 1,000 inferences', () => {
    expect(Energy.kwhOfUnits({ whPerUnit: 0.047, units: 1000 })).toBeCloseTo(0.047, 15);
    expect(Energy.kwhOfUnits({ whPerUnit: 0.047, units: 10_000_000 })).toBeCloseTo(470, 10);
  });
});

describe('carbon', () => {
  it('multiplies energy by carbon intensity: 470 kWh in the USA of 2024', () => {
    expect(Carbon.toKg(Carbon.fromEnergy({ energyKwh: 470, intensityGPerKwh: 383.55 }))).toBeCloseTo(
      180.2685,
      4,
    );
  });

  it("turns CodeCarbon's Oregon row, 305.891 lb/MWh, into the 138.75 g/kWh of its logs", () => {
    expect(Carbon.intensityFromLbPerMwh(305.891)).toBeCloseTo(138.75, 2);
    expect(Carbon.fromKg(0.13875)).toBeCloseTo(138.75, 10);
  });
});

describe('range checks', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('refuse %p and name the field', (value) => {
    const refused = expect.objectContaining({
      code: 'OUT_OF_RANGE',
      errors: [expect.objectContaining({ field: 'pue' })],
    });
    expect(() => requirePositive('pue', value)).toThrow(DomainError);
    expect(() => requirePositive('pue', value)).toThrow(refused);
    expect(() => requireNonNegative('pue', value)).toThrow(refused);
  });

  it('tell 0 apart', () => {
    expect(requireNonNegative('sd', 0)).toBe(0);
    expect(() => requirePositive('mean', 0)).toThrow(DomainError);
  });
});
