import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

interface HookOptions {
  /** Version of the data that reads are answered from. */
  readonly dataVersion: () => string;
  readonly observe: (method: string, route: string, status: number, seconds: number) => void;
}

/** What is read from the data of one version, and so does not change until the version does. */
const VERSIONED = /^\/v1\/(tasks|models|datasets|hardware|sources|runs|factors|grid-intensities)(\/|\?|$)/;

/** Runs that are not published come and go without a new version of the data. */
const UNVERSIONED = /^\/v1\/runs\?.*\bstatus=/;

/** Security headers, compression, ETag by data version, and the time of every request. */
export async function addHttpHooks(fastify: FastifyInstance, options: HookOptions): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        'script-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'upgrade-insecure-requests': null,
      },
    },
    strictTransportSecurity: false,
  });
  await fastify.register(compress, { threshold: 2_048 });
  // JSON is the only body that is read; a feature that takes files adds its own parser.
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
  fastify.addHook('onRequest', async (request, reply) => notModified(request, reply, options));
  fastify.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 200 && isVersioned(request)) {
      reply.header('etag', etag(options)).header('cache-control', 'no-cache');
    }
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    options.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
  });
}

const isVersioned = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  VERSIONED.test(request.url) &&
  !UNVERSIONED.test(request.url);

const etag = (options: HookOptions): string => `W/"${options.dataVersion()}"`;

function notModified(
  request: FastifyRequest,
  reply: FastifyReply,
  options: HookOptions,
): FastifyReply | void {
  if (!isVersioned(request) || request.headers['if-none-match'] !== etag(options)) return;
  return reply.status(304).header('etag', etag(options)).send();
}
