import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterSuite } from './cleanup.js';

/** Stands between a service and its Postgres: counts the statements that pass, and can cut the line. */
export interface Proxy {
  /** The database's URL, by way of the proxy. */
  readonly url: string;
  /** Statements executed since the last call, over all connections. */
  takeCount(): number;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  restore(): void;
}

export async function startProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let count = 0;
  let isCut = false;
  const server = createServer((inbound) => {
    if (isCut) return void inbound.destroy();
    const outbound = connect(Number(target.port || 5432), target.hostname);
    const counter = new StatementCounter(() => (count += 1));
    inbound.on('data', (chunk: Buffer) => counter.read(chunk));
    inbound.pipe(outbound).pipe(inbound);
    for (const [socket, other] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const destroyAll = () => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterSuite(async () => {
    destroyAll();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    takeCount: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    cut: () => {
      isCut = true;
      destroyAll();
    },
    restore: () => {
      isCut = false;
    },
  };
}

/** Reads the client's side of Postgres's protocol: Query and Execute are the messages that run a statement. */
class StatementCounter {
  private pending = Buffer.alloc(0);
  private started = false;

  constructor(private readonly onStatement: () => void) {}

  read(chunk: Buffer): void {
    this.pending = Buffer.concat([this.pending, chunk]);
    for (;;) {
      // the first message of a connection has no type
      const header = this.started ? 1 : 0;
      if (this.pending.length < header + 4) return;
      const end = header + this.pending.readInt32BE(header);
      if (this.pending.length < end) return;
      const type = this.started ? String.fromCharCode(this.pending[0] ?? 0) : '';
      if (type === 'Q' || type === 'E') this.onStatement();
      this.started = true;
      this.pending = this.pending.subarray(end);
    }
  }
}
