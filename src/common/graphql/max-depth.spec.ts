import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { maxDepth } from './max-depth.js';

const schema = buildSchema('type Query { a: A } type A { a: A, b: Int }');
const errors = (query: string, limit: number): string[] =>
  validate(schema, parse(query), [maxDepth(limit)]).map(({ message }) => message);

describe('maxDepth', () => {
  it('allows the limit and refuses one level more', () => {
    expect(errors('{ a { a { b } } }', 3)).toEqual([]);
    expect(errors('{ a { a { a { b } } } }', 3)).toEqual([
      'The query nests deeper than 3 levels; ask in several',
    ]);
  });

  it('sees through fragments', () => {
    const query = '{ ...f } fragment f on Query { a { ... on A { a { b } } } }';
    expect(errors(query, 3)).toEqual([]);
    expect(errors(query, 2)).toHaveLength(1);
  });

  it('measures each of many nested fragments once', () => {
    const spreads = Array.from(
      { length: 200 },
      (_, i) => `fragment f${i} on A { ...f${i + 1} ...f${i + 1} }`,
    );
    expect(errors(`{ a { ...f0 } } ${spreads.join(' ')} fragment f200 on A { b }`, 2)).toEqual([]);
  });

  it('does not run for ever on a fragment within itself', () => {
    expect(errors('{ a { ...f } } fragment f on A { a { ...f } }', 2)).toEqual([]);
  });

  it('lets introspection through', () => {
    expect(errors(getIntrospectionQuery(), 1)).toEqual([]);
  });
});
