import fc from 'fast-check';
import { copyLine } from './copy-text.js';
import type { CopyColumn } from './copy-text.js';

const line = (...values: ReturnType<CopyColumn<null>[1]>[]): string =>
  copyLine(
    values.map((value, index): CopyColumn<null> => [`c${index}`, () => value]),
    null,
  );

describe('a line of COPY', () => {
  it('tells unknown from empty, and writes numbers so that they come back', () => {
    expect(line('a', null, undefined, '', 0, 1e-300, true)).toBe('a\t\\N\t\\N\t\t0\t1e-300\ttrue');
  });

  it('writes a list of text as an array, whatever its elements hold', () => {
    expect(line(['a', 'b c', 'd"e', 'f\\g', 'h,}'])).toBe('{"a","b c","d\\\\"e","f\\\\\\\\g","h,}"}');
  });

  it('keeps any text within its column and line', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
        const fields = line(...texts).split('\t');
        expect(fields.some((field) => /[\n\r]/.test(field))).toBe(false);
        expect(fields.map(unescaped)).toEqual(texts);
      }),
    );
  });
});

const SIGNS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };

const unescaped = (field: string): string =>
  field.replace(/\\(.)/g, (_, sign: string) => SIGNS[sign] ?? sign);
