import { once } from 'node:events';
import { createServer } from 'node:net';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there; set PORT to another port, or to 0 for a free one',
  EACCES: 'this user may not listen there; set PORT to 1024 or above',
  EADDRNOTAVAIL: 'this machine has no such address; set HOST to one of its own',
  ENOTFOUND: 'there is no such host; set HOST to an address of this machine',
};

/** Takes the port for a moment, so that a start that must fail does so before anything is made. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw portProblem(error, port, host);
  }
  server.close();
  await once(server, 'close');
}

/** A failure to listen in the words of the settings; any other stays as it is. */
export function portProblem(error: unknown, port: number, host: string): unknown {
  const reason = REASONS[String((error as { code?: unknown }).code)];
  return reason
    ? new Error(`PORT ${port} of HOST ${host} cannot be used: ${reason}`, { cause: error })
    : error;
}
