import { fieldExtensionsEstimator, getComplexity } from 'graphql-query-complexity';
import type { ComplexityEstimator } from 'graphql-query-complexity';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { DomainError } from '../../core/errors/index.js';

/** A field as it is asked for. */
interface Asked {
  readonly args: object;
  readonly childComplexity: number;
}

/** Objects that one operation may ask for: about a second of work. */
const MAX_COST = 60_000;

/** What deriving all factors anew costs, in objects. */
const DERIVATION = 10_000;

/** A list costs its `limit` times what one item does, any other object 1 and a scalar nothing. */
const byObject: ComplexityEstimator = ({ args, childComplexity, node }) => {
  const { limit, excludeFlags } = args as { limit?: number; excludeFlags?: unknown };
  const derivation = excludeFlags === undefined ? 0 : DERIVATION;
  if (node.selectionSet === undefined) return derivation;
  return derivation + (limit === undefined ? 1 + childComplexity : limit * Math.max(1, childComplexity));
};

/** Cost of a list that is known to be no longer than this, whatever its `limit` allows. */
export const few =
  (atMost: number) =>
  ({ args, childComplexity }: Asked): number =>
    Math.min((args as { limit?: number }).limit ?? atMost, atMost) * Math.max(1, childComplexity);

/** Cost of estimates, in objects: of the field itself, and of each workload of each fleet. */
export const estimateCost = ({ args }: Asked): number => {
  const { input = {} } = args as { input?: Fleet & { a?: Fleet; b?: Fleet } };
  const workloads = [input, input.a, input.b].flatMap((fleet) => fleet?.workloads ?? []);
  return 500 + 50 * workloads.length;
};

interface Fleet {
  readonly workloads?: readonly unknown[];
}

/**
 * Refuses an operation that asks for too much before anything of it is worked out. Fields that cost more than what
 * they return state their `complexity` beside their type.
 *
 * @throws DomainError QUERY_TOO_COSTLY
 */
export function requireAffordable(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown> = {},
): void {
  const cost = getComplexity({
    schema,
    query,
    variables,
    estimators: [fieldExtensionsEstimator(), byObject],
  });
  if (cost <= MAX_COST) return;
  throw new DomainError(
    'QUERY_TOO_COSTLY',
    `The query asks for up to ${cost} objects and ${MAX_COST} are the most at once; give lists a smaller limit, or ask in several`,
  );
}
