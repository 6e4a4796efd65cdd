import { Logger } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { DomainError, ERRORS } from '../../core/errors/index.js';
import { toDomainError } from './to-domain-error.js';

const logger = new Logger('GraphQL');

/** GraphQL errors carry the same code, status and fields as problem+json, in `extensions`. */
export function formatGraphqlError(error: Error & { originalError?: unknown }): GraphQLFormattedError {
  const cause = error.originalError ?? error;
  const location = error instanceof GraphQLError ? error.toJSON() : { message: error.message };
  const known = toDomainError(cause);
  if (known) return { ...location, message: known.message, extensions: extensionsOf(known) };
  if (error instanceof GraphQLError && error.originalError === undefined) {
    // a document that does not parse or does not fit the schema
    return { ...location, extensions: { code: 'VALIDATION_FAILED', status: 400, errors: [] } };
  }
  logger.error(cause instanceof Error ? cause.stack : String(cause));
  const hidden = new DomainError('INTERNAL', 'The service failed to answer');
  return { ...location, message: hidden.message, extensions: extensionsOf(hidden) };
}

function extensionsOf(error: DomainError): Record<string, unknown> {
  return { code: error.code, status: error.status, title: ERRORS[error.code].title, errors: error.errors };
}
