// Bulk estimates against a bare DuckDB join-and-sum of the same file. `npm run bench:bulk [rows…]`; needs a build.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:http';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Answers are read to their end and not kept: a second copy on disk is no part of the work. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A process of its own that estimates files as `wattfactor estimate` does, so that its memory is its own. */
if (process.send) {
  const { withApp } = await import('../dist/src/cli/with-app.js');
  const { BulkEstimatesService } = await import('../dist/src/modules/estimate/index.js');
  await withApp(async (app) => {
    process.send('ready');
    for (;;) {
      const [order] = await once(process, 'message');
      if (order === 'end') break;
      const started = performance.now();
      const answer = await app.get(BulkEstimatesService).estimateFile(order.path, order.query);
      if (answer.getStream) await pipeline(answer.getStream(), nowhere());
      process.send(performance.now() - started);
    }
  });
  process.exit(0);
}

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

/** Usage of four tasks in five zones; with `wrong`, a row near the end of every million has an unknown zone. */
const write = (rows, path, wrong) =>
  withDuckDb((connection) =>
    connection.run(`COPY (SELECT
      (['text-generation', 'summarization', 'image-generation', 'text-classification'])[1 + i % 4] AS task,
      CASE WHEN ${wrong} AND i % 1000000 = 999997 % least(${rows}, 1000000) THEN 'Atlantis'
        ELSE (['USA', 'SWE', 'IND', 'FRA', 'DEU'])[1 + i * 7 % 5] END AS zone,
      1 + i * 31 % 100000 AS inferences, 1.2 AS pue, 'team-' || (i % 50) AS label
      FROM range(${rows}) t(i)) TO '${path}' (HEADER)`),
  );

const POINTS = [0.9, 0.3, 0.8, 2.5];

/** The least that any answer takes: read, join by name, multiply; then sum by zone, or write every row. */
const bare = (path) =>
  withDuckDb(async (connection) => {
    const timed = async (sql) => {
      const started = performance.now();
      await connection.runAndReadAll(sql);
      return performance.now() - started;
    };
    await connection.run(`CREATE TABLE factor AS SELECT DISTINCT task, 0.05 AS kwh FROM '${path}'`);
    await connection.run(`CREATE TABLE grid AS SELECT DISTINCT zone, 0.4 AS kg FROM '${path}'`);
    const joined = `FROM '${path}' JOIN factor USING (task) JOIN grid USING (zone)`;
    const sum = await timed(
      `SELECT zone, sum(inferences * pue * kwh), sum(inferences * pue * kwh * kg) ${joined} GROUP BY zone`,
    );
    const figures = POINTS.flatMap((p, i) => [
      `inferences * pue * kwh * ${p} AS e${i}`,
      `inferences * pue * kwh * kg * ${p} AS g${i}`,
    ]);
    const rows = await timed(
      `COPY (SELECT label, task, zone, pue, inferences, ${figures} ${joined}) TO '${path}.bare' (HEADER)`,
    );
    await rm(`${path}.bare`);
    return { sum, rows };
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

async function timed(url, path, query) {
  const started = performance.now();
  const { size } = await stat(path);
  const outgoing = request(`${url}/v1/estimates/bulk${query}`, {
    method: 'POST',
    headers: { 'content-length': String(size), 'accept-encoding': 'identity' },
  });
  const answered = new Promise((resolve, reject) => outgoing.once('response', resolve).once('error', reject));
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), outgoing);
  const reply = await answered;
  if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}`);
  await pipeline(reply, nowhere());
  return performance.now() - started;
}

/** Highest resident memory of the process so far, MB; Linux tells. */
async function peakMb(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kb = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kb === undefined ? null : Math.round(Number(kb) / 1024);
}

const { child, url } = await startService();
const ofFiles = fork(fileURLToPath(import.meta.url), {
  env: { ...process.env, WATTFACTOR_HOME: join(folder, 'own') },
  stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
});
const ask = async (order) => {
  ofFiles.send(order);
  const [ms] = await once(ofFiles, 'message');
  return ms;
};
try {
  await once(ofFiles, 'message');
  console.log('rows   what                        s   µs/row    ratio  peak MB   load');
  for (const rows of sizes) {
    const path = join(folder, 'usage.csv');
    const line = async (what, ms, bareMs, pid) =>
      console.log(
        [
          rows.toExponential(0).padEnd(6),
          what.padEnd(22),
          (ms / 1e3).toFixed(2).padStart(6),
          ((ms * 1e3) / rows).toFixed(2).padStart(8),
          (ms / bareMs).toFixed(2).padStart(8),
          String(pid === undefined ? '' : await peakMb(pid)).padStart(8),
          loadavg()[0].toFixed(1).padStart(6),
        ].join(' '),
      );
    const byZone = { summaryBy: 'zone' };
    await write(rows, path, false);
    const least = await bare(path);
    await line('bare sum', least.sum, least.sum);
    await line('summary', await ask({ path, query: byZone }), least.sum, ofFiles.pid);
    await line('summary over HTTP', await timed(url, path, '?summaryBy=zone'), least.sum, child.pid);
    await line('bare rows', least.rows, least.rows);
    await line('rows', await ask({ path, query: {} }), least.rows, ofFiles.pid);
    await line('rows over HTTP', await timed(url, path, ''), least.rows, child.pid);
    await write(rows, path, true);
    await line('summary, wrong rows', await ask({ path, query: byZone }), least.sum, ofFiles.pid);
  }
} finally {
  const closed = Promise.all([child, ofFiles].map((each) => once(each, 'close')));
  ofFiles.send('end');
  child.kill('SIGTERM');
  await closed;
  await rm(folder, { recursive: true, force: true });
}
