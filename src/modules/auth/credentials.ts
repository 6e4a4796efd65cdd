import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import type { ApiKey } from './keys.service.js';

/** The request behind a REST handler or a GraphQL resolver. */
export function requestOf(context: ExecutionContext): FastifyRequest {
  if (context.getType<string>() !== 'graphql') return context.switchToHttp().getRequest<FastifyRequest>();
  return context.getArgByIndex<{ req: FastifyRequest }>(2).req;
}

/** Whether the handler changes something: any method but the safe ones of RFC 9110, or a mutation. */
export function isWrite(context: ExecutionContext): boolean {
  if (context.getType<string>() === 'graphql') {
    return context.getArgByIndex<GraphQLResolveInfo>(3).operation.operation === 'mutation';
  }
  return !['GET', 'HEAD', 'OPTIONS'].includes(requestOf(context).method);
}

/** The key as the caller sent it: `Authorization: Bearer`, `X-API-Key`, or `x-api-token` as CodeCarbon does. */
export function presentedKey({ headers }: FastifyRequest): string | null {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  const sent = bearer ?? headers['x-api-key'] ?? headers['x-api-token'];
  return typeof sent === 'string' && sent !== '' ? sent : null;
}

const keys = new WeakMap<FastifyRequest, ApiKey>();

export const rememberKey = (request: FastifyRequest, key: ApiKey): void => void keys.set(request, key);

export const keyOf = (request: FastifyRequest): ApiKey | undefined => keys.get(request);
