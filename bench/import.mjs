// Rows a second of POST /v1/imports into Postgres, against COPY of the same rows into a plain table.
// `npm run bench:import` [-- rows…] measures each size in turn; `-- --gzip MEGABYTES` sends rows that unpack to so much
// and prints the memory alone. Nothing is asserted; where the database comes from: support/fresh-service.mjs.
import { createReadStream, readFileSync, statSync, writeFileSync as writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { COLUMNS, file as csvOf } from './support/codecarbon-file.mjs';
import { upload, withFreshService } from './support/fresh-service.mjs';

const TEXT = new Set(
  'timestamp,project_name,run_id,experiment_id,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_model,gpu_model,tracking_mode,on_cloud'.split(
    ',',
  ),
);

async function copy(databaseUrl, path) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const types = COLUMNS.map((name) => `"${name}" ${TEXT.has(name) ? 'text' : 'double precision'}`);
    await client.query('DROP TABLE IF EXISTS plain');
    await client.query(`CREATE TABLE plain (${types.join(', ')})`);
    const started = performance.now();
    const target = client.query(copyFrom(`COPY plain FROM STDIN WITH (FORMAT csv, HEADER)`));
    await pipeline(createReadStream(path), target);
    return (performance.now() - started) / 1_000;
  } finally {
    await client.end();
  }
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
    const copied = await copy(databaseUrl, file);
    forgetPeak(pid);
    const busy = cpuS(pid);
    const started = performance.now();
    const { state, accepted } = await upload(url, key, createReadStream(file), `bench-${rows}`);
    const imported = (performance.now() - started) / 1_000;
    const rate = (seconds) => `${seconds.toFixed(2)} s, ${Math.round(rows / seconds)} rows/s`;
    console.log(
      `${rows} rows, ${Math.round(statSync(file).size / 1e6)} MB: ${state}, ${accepted} accepted; COPY ${rate(copied)}; ` +
        `import ${rate(imported)}; ratio ${(copied / imported).toFixed(3)}; CPU of the service ${(cpuS(pid) - busy).toFixed(1)} s; peak ${peakMiB(pid)} MiB`,
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
