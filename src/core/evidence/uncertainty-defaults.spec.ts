import { carbonIntensitySigma } from './index.js';

describe('the spread of a carbon intensity', () => {
  it.each([
    [708.96, 0.08],
    [200, 0.08],
    [199.99, 0.15],
    [100, 0.15],
    [99.99, 0.3],
    [35.89, 0.3],
    [0, 0.3],
  ])('at %p g/kWh is %p: the cleaner the grid, the wider', (gPerKwh, sigma) => {
    expect(carbonIntensitySigma({ gPerKwh, subRegionUnknown: false })).toBe(sigma);
  });

  it('is widest where the sub-region is unknown, at any level', () => {
    expect(carbonIntensitySigma({ gPerKwh: 383.55, subRegionUnknown: true })).toBe(0.35);
    expect(carbonIntensitySigma({ gPerKwh: 20, subRegionUnknown: true })).toBe(0.35);
  });

  it('refuses an intensity below 0', () => {
    expect(() => carbonIntensitySigma({ gPerKwh: -1, subRegionUnknown: false })).toThrow('gPerKwh must be');
  });
});
