import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../core/errors/index.js';
import { sendProblem } from '../errors/problem.filter.js';

type Answer = (request: FastifyRequest, reply: FastifyReply) => void;

interface Route {
  readonly path: RegExp;
  readonly methods: Set<string>;
}

/** Answers what no route takes: 405 where another method would do, else 404 with a way on. */
export function answerNotFound(fastify: FastifyInstance): Answer {
  const routes = new Map<string, Route>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { path: patternOf(url), methods: new Set() };
    for (const each of [method].flat()) route.methods.add(each);
    routes.set(url, route);
  });
  const methodsAt = (path: string): string[] => {
    const found = [...routes.values()].filter((route) => route.path.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  };
  return (request, reply) => {
    const path = (request.url.split('?')[0] ?? '').replace(/\/{2,}/g, '/');
    const allowed = methodsAt(path);
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    const error =
      allowed.length > 0
        ? new DomainError(
            'METHOD_NOT_ALLOWED',
            `${path} does not take ${request.method}; it takes ${allowed.join(', ')}`,
          )
        : new DomainError('NOT_FOUND', `Nothing is at ${path.slice(0, 200)}; ${wayOn(path, methodsAt)}`);
    sendProblem(error, request, reply);
  };
}

/** Names with a slash, such as `facebook/bart-large-cnn`, are one part of a path only where it is encoded. */
function wayOn(path: string, methodsAt: (path: string) => readonly string[]): string {
  const [, list, name] = /^(\/v1\/[^/]+)\/([^/]+\/.+)$/.exec(path) ?? [];
  const encoded = `${list}/${name?.replaceAll('/', '%2F')}`;
  return name !== undefined && methodsAt(encoded).includes('GET')
    ? `write the slash of a name as %2F: ${encoded.slice(0, 200)}`
    : '/docs lists what there is';
}

/** Routes hold text, `:name` for one part of the path, and `*` for the rest. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:\w+/g, '[^/]+')
      .replace(/\*/g, '.*')}$`,
  );
