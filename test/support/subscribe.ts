import { createRequire } from 'node:module';
import { createClient } from 'graphql-ws';
import { afterSuite } from './cleanup.js';
import type { GraphqlAnswer, Service } from './service.js';

// it has no types here, and the client asks for none
const webSocketImpl: unknown = createRequire(__filename)('ws');

/** A GraphQL client by WebSocket, in the protocol graphql-transport-ws. */
export function subscriber({ url }: Service, connectionParams: Record<string, string> = {}) {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl,
    retryAttempts: 0,
    connectionParams,
  });
  afterSuite(async () => client.dispose());
  /** All answers, once the service has ended the subscription. */
  const all = async <T>(query: string, variables: Record<string, unknown>): Promise<GraphqlAnswer<T>[]> => {
    const answers: unknown[] = [];
    for await (const answer of client.iterate({ query, variables })) answers.push(answer);
    return answers as GraphqlAnswer<T>[];
  };
  return { all, dispose: () => client.dispose() };
}
