import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterSuite } from '../cleanup.js';

const PATH = /^\/(?<model>[^/]+\/[^/]+)\/resolve\/(?<revision>[^/]+)\/(?<file>.+)$/;

/** Serves a folder of models at one revision as a hub does: `/<model>/resolve/<revision>/<file>`. */
export async function fakeHub(folder: string, revision: string) {
  const served: string[] = [];
  let answers = true;
  const server = createServer((request, response) => {
    if (!answers) return;
    const { model = '', revision: asked, file = '' } = PATH.exec(request.url ?? '')?.groups ?? {};
    const path = join(folder, model, file);
    if (asked !== revision || !existsSync(path)) return void response.writeHead(404).end();
    served.push(file);
    response.writeHead(200, { 'content-length': statSync(path).size });
    if (request.method === 'HEAD') return void response.end();
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterSuite(async () => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** From now on it takes requests and never answers. */
  const hang = (): void => void (answers = false);
  return { url, served, hang };
}
