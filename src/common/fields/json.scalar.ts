import { GraphQLScalarType } from 'graphql';

/** Any JSON, as it came in; for answers only. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value, as it came in.',
  serialize: (value) => value,
});
