import { connect } from 'node:net';
import { createDatabase } from './support/database.js';
import { about, rows } from './support/imports.js';
import { createKey } from './support/keys.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
let key: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

/** Writes requests to one connection and gives what came back when the last answer is there or the server hung up. */
function talk(requests: readonly (string | Buffer)[], answers: number): Promise<string> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => requests.forEach((bytes) => socket.write(bytes)));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      heard += chunk;
      if (heard.split('HTTP/1.1 ').length - 1 === answers && heard.endsWith('}')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
  });
}

const post = (query: string, length: number, more = ''): string =>
  `POST /v1/imports?${query} HTTP/1.1\r\nHost: x\r\nX-API-Key: ${key}\r\nContent-Length: ${length}\r\n${more}\r\n`;
const NEXT = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';

const statuses = (heard: string): string[] =>
  [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => code ?? '');

describe('a connection that is kept after a refused file', () => {
  const large = `hello\n${'x'.repeat(3_000_000)}`;

  it.each([
    ['looks like no format', about('keep'), large, '422'],
    ['names an experiment that is not bound', 'experiment=x', large, '422'],
    ['is of an encoding that is not read', about('keep'), large, '415', 'Content-Encoding: br\r\n'],
  ])('answers the next request where the file %s', async (_what, query, body, status, more = '') => {
    const heard = await talk([post(query, body.length, more), body, NEXT], 2);
    expect(statuses(heard)).toEqual([status, '200']);
  });

  it('answers the next request after a file that was taken', async () => {
    const file = rows(2);
    expect(statuses(await talk([post(about('keep-good'), file.length), file, NEXT], 2))).toEqual([
      '201',
      '200',
    ]);
  });
});

it('answers a body of 2 GB with 413 and the way out before any of it is read', async () => {
  const heard = await talk([post(about('two-gigabytes'), 2_147_483_648)], 1);
  expect(statuses(heard)[0]).toBe('413');
  expect(heard).toContain('BODY_TOO_LARGE');
  expect(heard).toContain('1073741824 bytes, the limit (IMPORT_LIMIT_BYTES); split the file');
});
