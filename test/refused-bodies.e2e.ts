import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { createDatabase } from './support/database.js';
import { about, rows } from './support/imports.js';
import { createKey, withKey } from './support/keys.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

const LIMIT = 1_000_000;

let service: Service;
let key: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  key = await createKey(databaseUrl, 'runs:write');
  const env = { IMPORT_LIMIT_BYTES: String(LIMIT), BULK_LIMIT_BYTES: String(LIMIT) };
  service = await startService({ databaseUrl, env });
});

interface Answer {
  readonly status: number | undefined;
  readonly port: number | undefined;
}

function send(agent: Agent, path: string, body: Buffer | null): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === null ? 'GET' : 'POST';
    const headers = body === null ? {} : { ...withKey(key), 'transfer-encoding': 'chunked' };
    const outgoing = request(new URL(path, service.url), { agent, method, headers }, (reply) => {
      const { localPort: port } = reply.socket as Socket;
      reply.resume().on('end', () => resolve({ status: reply.statusCode, port }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Said to be gzip, and none; far more of it than is looked at. */
const DAMAGED = Buffer.concat([
  Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0]),
  Buffer.alloc(900_000, 0xff),
]);
const TOO_LONG = Buffer.alloc(8 * LIMIT, 'task,inferences\n');
const TOO_LONG_RUNS = Buffer.concat([Buffer.from(rows(0)), Buffer.alloc(8 * LIMIT, '\n')]);

it.each([
  ['/v1/imports?source=x', 'damaged', DAMAGED, 422],
  ['/v1/imports?source=x', 'unknown', TOO_LONG, 422],
  [`/v1/imports?${about('long')}`, 'too long', TOO_LONG_RUNS, 413],
  ['/v1/estimates/bulk', 'damaged', DAMAGED, 422],
  ['/v1/estimates/bulk', 'too long', TOO_LONG, 413],
])('%s answers a %s body, and the connection serves the next request', async (path, _what, body, status) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const refused = await send(agent, path, body);
    const next = await send(agent, '/healthz', null);
    expect([refused.status, next.status]).toEqual([status, 200]);
    expect(next.port).toBe(refused.port);
  } finally {
    agent.destroy();
  }
});
