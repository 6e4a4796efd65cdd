import { Catch, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, ERRORS } from '../../core/errors/index.js';
import type { ProblemDto } from './problem.dto.js';
import { toDomainError } from './to-domain-error.js';

/** Turns every error into problem+json on REST; GraphQL formats its own (graphql-errors.ts). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() === 'graphql') return error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = toDomainError(error);
    if (!known) this.logger.error(error instanceof Error ? error.stack : String(error));
    const problem = problemOf(
      known ?? new DomainError('INTERNAL', 'The service failed to answer'),
      request.url,
    );
    return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

export function problemOf(error: DomainError, url: string): ProblemDto {
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
  };
}
