import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../core/errors/index.js';

/** What watches the service must see it however busy it is. */
export const UNLIMITED = new Set(['/healthz', '/readyz', '/metrics']);

/** Counts requests by address before anything of them is read; above the limit they are a 429 with `retry-after`. */
export async function limitRate(fastify: FastifyInstance, perMinute: number): Promise<void> {
  await fastify.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    allowList: ({ routeOptions }) => UNLIMITED.has(routeOptions.url ?? ''),
    errorResponseBuilder: (_request, { after }) =>
      new DomainError(
        'TOO_MANY_REQUESTS',
        `More than ${perMinute} requests in a minute came from this address; try again in ${after}`,
      ),
  });
}
