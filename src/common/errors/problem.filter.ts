import { Catch, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import { DomainError, ERRORS } from '../../core/errors/index.js';
import type { ProblemDto } from './problem.dto.js';
import { asGraphqlError } from './graphql-errors.js';
import { toDomainError } from './to-domain-error.js';

const logger = new Logger('Errors');

/** Turns every error into problem+json on REST; GraphQL formats its own (graphql-errors.ts). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() === 'graphql') return isSubscription(host) ? asGraphqlError(error) : error;
    const http = host.switchToHttp();
    return sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

const isSubscription = (host: ArgumentsHost): boolean =>
  host.getArgByIndex<GraphQLResolveInfo>(3).operation.operation === 'subscription';

/** As much of Fastify's reply as is needed, whatever protocol it speaks. */
interface ProblemReply {
  status(code: number): ProblemReply;
  type(contentType: string): ProblemReply;
  send(body: string): unknown;
}

/** Answers with problem+json; a fault of the service is logged and its cause kept from the caller. */
export function sendProblem(error: unknown, request: { readonly url: string }, reply: ProblemReply): unknown {
  const known = toDomainError(error);
  if (!known) logger.error(error instanceof Error ? error.stack : String(error));
  const problem = problemOf(
    known ?? new DomainError('INTERNAL', 'The service failed to answer'),
    request.url,
  );
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function problemOf(error: DomainError, url: string): ProblemDto {
  return {
    type: `urn:wattfactor:problem:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: ERRORS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    instance: url.split('?')[0] ?? url,
    errors: error.errors.map((field) => ({
      ...field,
      suggestions: field.suggestions && [...field.suggestions],
    })),
    ...error.keptAs,
  };
}
