import { Logger } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { DomainError, ERRORS } from '../../core/errors/index.js';
import { toDomainError } from './to-domain-error.js';

const logger = new Logger('GraphQL');

/** What mercurius hands over: an error, or one that wraps those of a whole document. */
type GraphqlFault = Error & { originalError?: GraphqlFault; errors?: readonly GraphqlFault[] };

interface Execution {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphqlFault[] | null;
}

/** The answer to an execution with errors: 200 where some field was answered, else the status of the first error. */
export function graphqlErrorAnswer({ data, errors }: Execution) {
  const formatted = (errors ?? []).flatMap(unwrap).map(formatGraphqlError);
  const reached = formatted.some(({ path }) => path !== undefined);
  const first = formatted[0]?.extensions?.['status'];
  return {
    statusCode: reached || typeof first !== 'number' ? 200 : first,
    response: { data: data ?? null, errors: formatted },
  };
}

/** The same for a subscription, whose errors go to the client as they are thrown. */
export function asGraphqlError(fault: unknown): GraphQLError {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  const { message, extensions } = formatGraphqlError(error);
  return new GraphQLError(message, { extensions });
}

/** A document with several faults comes as one error that holds them. */
function unwrap(error: GraphqlFault): readonly GraphqlFault[] {
  const cause = error.originalError ?? error;
  return cause instanceof DomainError ? [error] : (cause.errors ?? [error]);
}

/** GraphQL errors carry the same code, status and fields as problem+json, in `extensions`. */
function formatGraphqlError(error: GraphqlFault): GraphQLFormattedError {
  const cause = error.originalError ?? error;
  const location = error instanceof GraphQLError ? error.toJSON() : { message: error.message };
  const known = toDomainError(cause);
  if (known) return { ...location, message: known.message, extensions: extensionsOf(known) };
  if (isUnfitRequest(error)) {
    const refused = new DomainError('VALIDATION_FAILED', error.message, [], 400);
    return { ...location, extensions: extensionsOf(refused) };
  }
  logger.error(cause instanceof Error ? cause.stack : String(cause));
  const hidden = new DomainError('INTERNAL', 'The service failed to answer');
  return { ...location, message: hidden.message, extensions: extensionsOf(hidden) };
}

/**
 * Whether the document or its variables do not fit the schema. Such an error has no path, since no field was reached,
 * and nothing but errors of GraphQL before it: a variable's names the faulty value by an error of its own.
 */
const isUnfitRequest = (error: GraphqlFault): boolean =>
  error instanceof GraphQLError &&
  error.path === undefined &&
  (error.originalError === undefined || error.originalError instanceof GraphQLError);

function extensionsOf({ code, status, errors, keptAs }: DomainError): Record<string, unknown> {
  return { code, status, title: ERRORS[code].title, errors, ...keptAs };
}
