// Rows a second of POST /v1/imports into Postgres, against COPY of the same rows into a plain table, and against COPY of
// what was made of them into tables with the keys and indexes of the service's: what an import cannot be faster than.
// `npm run bench:import` [-- rows…] measures each size in turn; `-- --gzip MEGABYTES` sends rows that unpack to so much
// and prints the memory alone. Nothing is asserted; where the database comes from: support/fresh-service.mjs.
import { createReadStream, readFileSync, statSync, writeFileSync as writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { COLUMNS, file as csvOf } from './support/codecarbon-file.mjs';
import { upload, withFreshService } from './support/fresh-service.mjs';

const TEXT = new Set(
  'timestamp,project_name,run_id,experiment_id,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_model,gpu_model,tracking_mode,on_cloud'.split(
    ',',
  ),
);

async function withClient(databaseUrl, work) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Seconds that COPY of a stream takes. */
async function copyIn(client, statement, source) {
  const started = performance.now();
  await pipeline(source, client.query(copyFrom(statement)));
  return (performance.now() - started) / 1_000;
}

async function copyPlain(client, path) {
  const types = COLUMNS.map((name) => `"${name}" ${TEXT.has(name) ? 'text' : 'double precision'}`);
  await client.query('DROP TABLE IF EXISTS plain');
  await client.query(`CREATE TABLE plain (${types.join(', ')})`);
  return copyIn(client, 'COPY plain FROM STDIN WITH (FORMAT csv, HEADER)', createReadStream(path));
}

/** COPY of a source's runs as they are stored, into tables of their own that are like the service's. */
async function copyRuns(client, source) {
  const own = { run: `SELECT * FROM run WHERE source_id = '${source}'` };
  own.run_phase = `SELECT p.* FROM run_phase p JOIN run ON run.id = p.run_id WHERE source_id = '${source}'`;
  const held = {};
  for (const [table, query] of Object.entries(own)) {
    held[table] = await client.query(copyTo(`COPY (${query}) TO STDOUT`)).toArray();
    await client.query(`CREATE TABLE ${table}_again (LIKE ${table} INCLUDING ALL)`);
  }
  await client.query('ALTER TABLE run_again ADD FOREIGN KEY (cell_id) REFERENCES cell');
  await client.query('ALTER TABLE run_phase_again ADD FOREIGN KEY (run_id) REFERENCES run_again');
  let seconds = 0;
  for (const table of Object.keys(own))
    seconds += await copyIn(client, `COPY ${table}_again FROM STDIN`, Readable.from(held[table]));
  await client.query('DROP TABLE run_phase_again, run_again');
  return seconds;
}

/** The first so many bytes of rows that do not end. */
function* content(bytes) {
  let sent = 0;
  for (const text of csvOf(Infinity)) {
    if (sent >= bytes) return;
    sent += text.length;
    yield Buffer.from(text);
  }
}

/** Peak resident memory in MiB, as Linux tells it. */
function peakMiB(pid) {
  try {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib ? Math.round(Number(kib) / 1_024) : null;
  } catch {
    return null;
  }
}

/** CPU time of a process so far in seconds, as Linux tells it in hundredths. */
function cpuS(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** The peak from now on. */
function forgetPeak(pid) {
  try {
    writeSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // elsewhere than on Linux the peak is not told either
  }
}

const parameters = process.argv.slice(2);
const megabytes = parameters[0] === '--gzip' ? Number(parameters[1]) : null;
const sizes = megabytes !== null ? [] : parameters.length > 0 ? parameters.map(Number) : [100_000];
await withFreshService(async ({ url, pid, key, databaseUrl, folder }) => {
  console.log(`service at rest: peak ${peakMiB(pid)} MiB`);
  for (const rows of sizes) {
    const file = join(folder, 'rows.csv');
    await writeFile(file, csvOf(rows));
    const copied = await withClient(databaseUrl, (client) => copyPlain(client, file));
    forgetPeak(pid);
    const busy = cpuS(pid);
    const started = performance.now();
    const { state, accepted } = await upload(url, key, createReadStream(file), `bench-${rows}`);
    const imported = (performance.now() - started) / 1_000;
    const cpu = cpuS(pid) - busy;
    const bound = await withClient(databaseUrl, (client) => copyRuns(client, `bench-${rows}`));
    const rate = (seconds) => `${seconds.toFixed(2)} s, ${Math.round(rows / seconds)} rows/s`;
    console.log(
      `${rows} rows, ${Math.round(statSync(file).size / 1e6)} MB: ${state}, ${accepted} accepted; COPY ${rate(copied)}; ` +
        `import ${rate(imported)}; ratio ${(copied / imported).toFixed(3)}; COPY of the runs made ${rate(bound)}, ` +
        `ratio ${(copied / bound).toFixed(3)}; CPU of the service ${cpu.toFixed(1)} s; peak ${peakMiB(pid)} MiB`,
    );
  }
  if (megabytes !== null) {
    const watch = setInterval(() => console.log(`peak ${peakMiB(pid)} MiB`), 30_000);
    const body = Readable.from(content(megabytes * 1e6)).pipe(createGzip({ level: 1 }));
    const { state, accepted, bytes, problem } = await upload(url, key, body, 'bench-gzip').finally(() =>
      clearInterval(watch),
    );
    const said = problem ? `; ${problem.detail}` : '';
    console.log(
      `${Math.round(bytes / 1e6)} MB unpacked: ${state}, ${accepted} accepted; peak ${peakMiB(pid)} MiB${said}`,
    );
  }
});
