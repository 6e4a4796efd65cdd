import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../core/errors/index.js';
import { drainOnClose } from './drain.js';
import { addFileBodies } from './file-body.js';
import { addJsonBodies } from './json-body.js';
import { limitRate } from './rate-limit.js';

interface HookOptions {
  /** Of the service; a new release may answer otherwise from the same data. */
  readonly version: string;
  /** Version of the data that reads are answered from. */
  readonly dataVersion: () => string;
  /** Requests that one address may send in a minute; 0 sets no limit. */
  readonly requestsPerMinute: number;
  readonly observe: (method: string, route: string, status: number, seconds: number) => void;
}

/** What is read from the data of one version, and so does not change until the version does. */
const VERSIONED =
  /^\/v1\/(tasks|models|datasets|hardware|sources|runs|factors|grid-intensities|cloud-regions|providers)(\/|\?|$)/;

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
  // before the decompression of bodies, which asks each route whether it wants it
  addFileBodies(fastify);
  await fastify.register(compress, { threshold: 2_048 });
  drainOnClose(fastify);
  if (options.requestsPerMinute > 0) await limitRate(fastify, options.requestsPerMinute);
  // JSON is the only body that is read, but for routes that take files
  fastify.removeContentTypeParser('text/plain');
  addJsonBodies(fastify);
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
  fastify.addHook('onRequest', async (request, reply) => {
    requireUtf8(request);
    // the version before the answer is made: a swap meanwhile then costs one more read, not a stale one
    if (isVersioned(request)) reply.header('etag', `W/"${options.version}-${options.dataVersion()}"`);
  });
  fastify.addHook('preHandler', async (request) => requireQueryText(request));
  fastify.addHook('onSend', async (request, reply, payload) => revalidated(request, reply, payload));
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    options.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
  });
}

const isVersioned = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  VERSIONED.test(request.url) &&
  !UNVERSIONED.test(request.url) &&
  !isLive(request);

/** A live figure is of the minute that it is asked in, not of a data version. */
const isLive = ({ query }: FastifyRequest): boolean => (query as Record<string, unknown>)['live'] === 'true';

/** An answer that the client has already is a 304; one that is not an answer carries no ETag. */
function revalidated(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const etag = reply.getHeader('etag');
  if (etag === undefined || !isVersioned(request)) return payload;
  if (reply.statusCode !== 200) {
    reply.removeHeader('etag');
    return payload;
  }
  reply.header('cache-control', 'no-cache');
  if (!isAmong(request.headers['if-none-match'], String(etag))) return payload;
  reply.status(304).removeHeader('content-length');
  return '';
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or `*` for any answer that there is. */
const isAmong = (sent: string | undefined, etag: string): boolean =>
  (sent ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag.replace(/^W\//, ''));

/** GraphQL's library takes a query that is no text for a parsed document, and fails. */
function requireQueryText({ routeOptions, body }: FastifyRequest): void {
  if (routeOptions.url !== '/graphql' || typeof body !== 'object' || body === null) return;
  const { query } = body as { query?: unknown };
  if (query === undefined || typeof query === 'string') return;
  throw DomainError.field('VALIDATION_FAILED', 'query', 'query must be a GraphQL document as text');
}

function requireUtf8(request: FastifyRequest): void {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)) return;
  throw new DomainError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The charset ${charset.slice(0, 40)} is not read; send UTF-8`,
  );
}
