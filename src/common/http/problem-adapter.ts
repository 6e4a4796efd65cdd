import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { sendProblem } from '../errors/problem.filter.js';
import { answerNotFound } from './not-found.js';

/**
 * Answers errors that arise before a handler is reached (body parser, framework) as problem+json too.
 * Set at once, since routes keep the handler that was there when they were made; Nest sets its own too late.
 */
export class ProblemAdapter extends FastifyAdapter {
  constructor(options: FastifyServerOptions) {
    super(options);
    this.instance.setErrorHandler((error, request, reply) => void sendProblem(error, request, reply));
    this.instance.setNotFoundHandler(answerNotFound(this.instance));
  }

  override setErrorHandler(): FastifyInstance {
    return this.instance;
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.instance;
  }
}
