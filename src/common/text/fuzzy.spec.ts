import fc from 'fast-check';
import { editDistance } from './edit-distance.js';
import { closeMatches } from './fuzzy.js';

describe('edit distance', () => {
  it.each([
    ['gtp2', 'gpt2', 1],
    ['gpt', 'gpt2', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('from %s to %s is %d', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  it('is symmetric, 0 only for the same text, and no more than the longer text', () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('close matches', () => {
  const known = ['distilgpt2', 'gpt2', 'gpt2-xl', 'google/t5', 'facebook/bart-large-cnn', 'text-generation'];

  it.each([
    ['gtp2', 'gpt2'],
    ['GPT2', 'gpt2'],
    ['bart-large-cmn', 'facebook/bart-large-cnn'],
    ['text-genration', 'text-generation'],
    ['bart', 'facebook/bart-large-cnn'],
  ])('offers what %s most likely means first', (name, meant) => {
    expect(closeMatches(name, known)[0]).toBe(meant);
  });

  it('offers nothing for what is like nothing', () => expect(closeMatches('zzzzzz', known)).toEqual([]));
});
