// Bulk estimates against a bare DuckDB join-and-sum of the same file. `npm run bench:bulk [rows…]`; needs a build.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const root = fileURLToPath(new URL('..', import.meta.url));
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1e5, 1e6, 1e7];
const folder = await mkdtemp(join(tmpdir(), 'wattfactor-bench-'));

async function withDuckDb(use) {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '512MB',
    temp_directory: folder,
  });
  const connection = await instance.connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Usage of four tasks in five zones; the third row from the end of every million has an unknown zone. */
const write = (rows, path) =>
  withDuckDb((connection) =>
    connection.run(`COPY (SELECT
      (['text-generation', 'summarization', 'image-generation', 'text-classification'])[1 + i % 4] AS task,
      CASE WHEN i % 1000000 = 999997 THEN 'Atlantis' ELSE (['USA', 'SWE', 'IND', 'FRA', 'DEU'])[1 + i * 7 % 5] END AS zone,
      1 + i * 31 % 100000 AS inferences, 1.2 AS pue, 'team-' || (i % 50) AS label
      FROM range(${rows}) t(i)) TO '${path}' (HEADER)`),
  );

/** The least that any answer takes: read, join by name, multiply, sum by zone. */
const bare = (path) =>
  withDuckDb(async (connection) => {
    await connection.run(`CREATE TABLE factor AS SELECT DISTINCT task, 0.05 AS kwh FROM '${path}'`);
    await connection.run(`CREATE TABLE grid AS SELECT DISTINCT zone, 0.4 AS kg FROM '${path}'`);
    const started = performance.now();
    await connection.runAndReadAll(`SELECT zone, sum(inferences * pue * kwh), sum(inferences * pue * kwh * kg)
      FROM '${path}' JOIN factor USING (task) JOIN grid USING (zone) GROUP BY zone`);
    return performance.now() - started;
  });

async function startService() {
  const child = spawn(process.execPath, [join(root, 'dist', 'src', 'main.js')], {
    env: {
      ...process.env,
      PORT: '0',
      WATTFACTOR_HOME: join(folder, 'home'),
      BULK_LIMIT_BYTES: String(2 ** 36),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await new Promise((resolve, reject) => {
    let printed = '';
    const collect = (chunk) => {
      printed += chunk;
      const found = /listens on (http:\/\/\S+)/.exec(printed);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('close', () => reject(new Error(printed)));
  });
  return { child, url };
}

async function timed(url, path, query, output) {
  const started = performance.now();
  const { size } = await stat(path);
  const reply = await fetch(`${url}/v1/estimates/bulk${query}`, {
    method: 'POST',
    duplex: 'half',
    headers: { 'content-length': String(size), 'accept-encoding': 'identity' },
    body: Readable.toWeb(createReadStream(path)),
  });
  if (reply.status !== 200) throw new Error(await reply.text());
  await pipeline(Readable.fromWeb(reply.body), createWriteStream(output));
  return performance.now() - started;
}

/** Highest resident memory of the process so far, MB; Linux tells. */
async function peakMb(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kb = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kb === undefined ? null : Math.round(Number(kb) / 1024);
}

const { child, url } = await startService();
try {
  console.log('rows      what      s       µs/row  ratio to bare  peak MB  load');
  for (const rows of sizes) {
    const path = join(folder, 'usage.csv');
    await write(rows, path);
    const line = async (what, ms, bareMs) =>
      console.log(
        [
          rows.toExponential(0).padEnd(9),
          what.padEnd(9),
          (ms / 1e3).toFixed(2).padEnd(7),
          ((ms * 1e3) / rows).toFixed(2).padEnd(7),
          (ms / bareMs).toFixed(2).padEnd(14),
          String(await peakMb(child.pid)).padEnd(8),
          loadavg()[0].toFixed(1),
        ].join(' '),
      );
    const bareMs = await bare(path);
    await line('bare', bareMs, bareMs);
    await line('summary', await timed(url, path, '?summaryBy=zone', join(folder, 'out')), bareMs);
    await line('rows', await timed(url, path, '', join(folder, 'out')), bareMs);
  }
} finally {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
  await rm(folder, { recursive: true, force: true });
}
