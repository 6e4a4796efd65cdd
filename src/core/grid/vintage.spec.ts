import fc from 'fast-check';
import {
  byPreference,
  fitsPin,
  newestOf,
  preferredFigure,
  splitPin,
  variedCountries,
  vintageOf,
} from './index.js';
import type { Figure, ProviderYear } from './index.js';

const figure = (vintage: string, year: number | null, more: Partial<Figure> = {}): Figure => ({
  vintage,
  year,
  usable: true,
  secondHand: false,
  ...more,
});

const figures = fc.array(
  fc.record({
    vintage: fc.string(),
    year: fc.option(fc.integer({ min: 2000, max: 2030 })),
    usable: fc.boolean(),
    secondHand: fc.boolean(),
  }),
);

it('tells the figures of a zone apart by series and year', () => {
  expect(vintageOf('ember', 2024)).toBe('ember-2024');
  expect(vintageOf('luccioni', null)).toBe('luccioni-undated');
});

it('prefers the newest usable figure, a dated one to an undated one, a first-hand one to a quoted one', () => {
  const [old, young] = [figure('ember-2023', 2023), figure('ember-2024', 2024)];
  expect(preferredFigure([old, young])).toBe(young);
  expect(preferredFigure([old, { ...young, usable: false }])).toBe(old);
  expect(preferredFigure([figure('a-undated', null), old])).toBe(old);
  expect(preferredFigure([figure('a-2024', 2024, { secondHand: true }), young])).toBe(young);
  expect(preferredFigure([])).toBeUndefined();
});

it('takes the pinned figure, and none rather than another or one that must not be used', () => {
  const [old, young] = [figure('ember-2023', 2023), figure('ember-2024', 2024)];
  expect(preferredFigure([old, young], { year: 2023 })).toBe(old);
  expect(preferredFigure([old, young], { vintage: 'ember-2023' })).toBe(old);
  expect(preferredFigure([old, young], { vintage: 'ember-2022' })).toBeUndefined();
  expect(preferredFigure([{ ...old, usable: false }, young], { year: 2023 })).toBeUndefined();
});

it('chooses the same figure in whatever order they come, usable, and none newer beside it', () => {
  fc.assert(
    fc.property(figures, (all) => {
      const chosen = preferredFigure(all);
      const reversed = preferredFigure([...all].reverse());
      if (!chosen || !reversed) return !all.some(({ usable }) => usable);
      const newer = all.filter(({ usable, year }) => usable && (year ?? -1) > (chosen.year ?? -1));
      return chosen.usable && newer.length === 0 && byPreference(chosen, reversed) === 0;
    }),
  );
});

it.each([
  ['SWE', 'SWE', {}],
  ['SWE@2023', 'SWE', { year: 2023 }],
  ['aws/us-west-2 @ eGRID-2023 ', 'aws/us-west-2 ', { vintage: 'egrid-2023' }],
  ['SWE@', 'SWE', { vintage: '' }],
])('reads the pin of "%s"', (text, name, pin) => {
  expect(splitPin(text)).toEqual({ name, pin });
});

it('asks year and vintage together', () => {
  const fits = fitsPin({ year: 2024, vintage: 'ember-2024' });
  expect([figure('ember-2024', 2024), figure('gcp-2024', 2024)].map(fits)).toEqual([true, false]);
});

it('calls a country varied from a factor of 1.5 inside it', () => {
  const inside = (country: string, ...all: number[]) => all.map((gPerKwh) => ({ country, gPerKwh }));
  const varied = variedCountries([
    ...inside('USA', 110, 702),
    ...inside('DEU', 300, 310),
    ...inside('X', 100, 150),
  ]);
  expect([...varied]).toEqual(['USA']);
});

it('takes the newest PUE and the newest WUE of a provider, of different years where they are', () => {
  const row = (more: Partial<ProviderYear>): ProviderYear => ({
    provider: 'AWS',
    pue: null,
    pueYear: null,
    wueLPerKwh: null,
    wueYear: null,
    scope: 'fleet',
    source: 's',
    confidence: 'high',
    secondHand: false,
    ...more,
  });
  const found = newestOf('AWS', [
    row({ pue: 1.15, pueYear: 2024, wueLPerKwh: 0.15, wueYear: 2024 }),
    row({ pue: 1.14, pueYear: 2025 }),
  ]);
  expect(found.pue).toMatchObject({ value: 1.14, year: 2025 });
  expect(found.wue).toMatchObject({ value: 0.15, year: 2024 });
  expect(newestOf('Meta', [row({ pue: 1.08, pueYear: 2023 })]).wue).toBeNull();
});
