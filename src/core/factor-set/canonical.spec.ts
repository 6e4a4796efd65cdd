import fc from 'fast-check';
import { canonicalJson } from './canonical.js';

describe('canonicalJson', () => {
  it('spells members by code unit and leaves the order of lists alone', () => {
    expect(canonicalJson({ b: [3, 1, 2], a: { z: null, é: true, Z: 'x' } })).toBe(
      '{"a":{"Z":"x","z":null,"é":true},"b":[3,1,2]}',
    );
  });

  it('spells numbers as RFC 8785 does (its appendix B)', () => {
    const examples: [number, string][] = [
      [-0, '0'],
      [5e-324, '5e-324'],
      [1.7976931348623157e308, '1.7976931348623157e+308'],
      [9007199254740992, '9007199254740992'],
      [295147905179352830000, '295147905179352830000'],
      [1e21, '1e+21'],
      [9.999999999999997e-7, '9.999999999999997e-7'],
      [0.000001, '0.000001'],
      [333333333.3333332, '333333333.3333332'],
    ];
    for (const [value, text] of examples) expect(canonicalJson(value)).toBe(text);
  });

  it('leaves out what is undefined, and refuses what JSON would lose', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    for (const value of [NaN, Infinity, () => 1, Symbol('s'), new Date(0), 1n, [undefined]]) {
      expect(() => canonicalJson({ value })).toThrow('has no canonical JSON');
    }
  });

  it('reads back as the same value, and has one spelling however members are ordered', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('keeps every bit of a number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(JSON.parse(canonicalJson(value)), value === 0 ? 0 : value)).toBe(true);
      }),
    );
  });
});

/** The same value with the members of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
