import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import { specifiedRules, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema, ValidationRule } from 'graphql';
import { catchError, type Observable } from 'rxjs';
import { asGraphqlError } from '../errors/index.js';
import { iterate } from './iterate.js';

/** Proxies close connections that are silent for a minute. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Subscriptions by WebSocket at the path of queries, in the protocols `graphql-transport-ws` and `graphql-ws`. A key
 * goes into the headers of the handshake or the payload of `connection_init`. Queries and mutations go by HTTP only.
 */
export const subscription: MercuriusDriverConfig['subscription'] = {
  context: (_socket: unknown, request: FastifyRequest) => ({ req: request }),
  keepAlive: KEEP_ALIVE_MS,
};

/** Checks a subscription as queries are checked: mercurius leaves that out. */
export const validateSubscription =
  (rules: readonly ValidationRule[]) =>
  async (schema: GraphQLSchema, document: DocumentNode): Promise<void> => {
    const [error] = validate(schema, document, [...specifiedRules, ...rules]);
    if (error) throw asGraphqlError(error);
  };

/** What a subscription's resolver gives back; a fault under way is told as those of queries are. */
export const subscriptionTo = <T>(source: Observable<T>): AsyncIterableIterator<T> =>
  iterate(
    source.pipe(
      catchError((error: unknown) => {
        throw asGraphqlError(error);
      }),
    ),
  );
