// A service on a database of its own, for one bench. BENCH_DATABASE_URL names a server whose role may create databases,
// else one is started. Flags of node before the bench's name go to the service too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = (path) => import(join(root, 'dist/src', path));

async function startService(databaseUrl) {
  const child = spawn(process.execPath, [...process.execArgv, join(root, 'dist/src/main.js')], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: '0', REQUESTS_PER_MINUTE: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    const [, url] = /listens on (http:\/\/\S+)/.exec(printed) ?? [];
    if (url) return { child, url };
  }
  throw new Error(`the service did not start:\n${printed}`);
}

async function freshDatabase(server, undo) {
  const name = `wattfactor_bench_${process.pid}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  undo.push(() => admin.end());
  await admin.query(`CREATE DATABASE ${name}`);
  undo.push(() => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const database = new URL(server);
  database.pathname = `/${name}`;
  const { prepareDatabase } = await built('database/open-database.js');
  await prepareDatabase(database.href, () => undefined);
  return database.href;
}

async function createKey(databaseUrl) {
  const { KeysService } = await built('modules/auth/index.js');
  const { default: source } = await built('database/data-source.js');
  await source.setOptions({ url: databaseUrl }).initialize();
  const { text } = await new KeysService(source).create('bench', ['runs:write', 'runs:publish']);
  await source.destroy();
  return text;
}

/** Gives `use` the service's url and pid, a key, its database's url and a folder, and clears all away after it. */
export async function withFreshService(use) {
  const folder = await mkdtemp(join(tmpdir(), 'wattfactor-bench-'));
  const undo = [() => rm(folder, { recursive: true, force: true })];
  try {
    let server = process.env.BENCH_DATABASE_URL;
    if (!server) {
      const { startEmbeddedPostgres } = await built('database/embedded/index.js');
      const postgres = await startEmbeddedPostgres({ home: join(folder, 'home'), log: () => undefined });
      undo.push(() => postgres.stop());
      server = postgres.url;
    }
    const databaseUrl = await freshDatabase(server, undo);
    const key = await createKey(databaseUrl);
    const { child, url } = await startService(databaseUrl);
    undo.push(async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    });
    await use({ url, pid: child.pid, key, databaseUrl, folder });
  } finally {
    for (const step of undo.reverse()) await step().catch((error) => console.error(error));
  }
}

/** Sends a file of CodeCarbon to POST /v1/imports and gives the report. */
export function upload(url, key, body, source) {
  const query = `source=${source}&task=text-classification&model=example/bench&inferences=1000&fileName=bench.csv`;
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/imports?${query}`, { method: 'POST', headers: { 'x-api-key': key } });
    sent.on('response', async (reply) => {
      const chunks = await reply.toArray();
      resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    });
    sent.on('error', reject);
    pipeline(body, sent).catch(reject);
  });
}
