import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const check = (value: unknown): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new GraphQLError(`${JSON.stringify(value)} is not a whole number from 0 to 9007199254740991`);
};

/** Whole numbers beyond GraphQL's 32-bit Int: volumes, tokens, parameter counts. */
export const CountScalar = new GraphQLScalarType<number, number>({
  name: 'Count',
  description: 'A whole number from 0 to 9,007,199,254,740,991 (2^53 − 1), as a JSON number.',
  serialize: check,
  parseValue: check,
  parseLiteral: (node) => check(node.kind === Kind.INT ? Number(node.value) : Number.NaN),
});
