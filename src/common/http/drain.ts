import type { FastifyInstance } from 'fastify';

const LOOK_MS = 100;
const PATIENCE_MS = 10_000;

/**
 * A service that stops lets the answers in progress end. Their connections are closed when they fall idle, since a
 * client would keep them open for as long as Node waits (72 s); a client that is not done after 10 s is cut off.
 */
export function drainOnClose(fastify: FastifyInstance): void {
  fastify.addHook('preClose', async () => {
    const { server } = fastify;
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS);
    const stuck = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(stuck);
    });
  });
}
