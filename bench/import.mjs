// Rows a second of POST /v1/imports into Postgres, against COPY of the same rows into a plain table.
// `npm run bench:import` [-- rows…] measures each size in turn; `-- --gzip MEGABYTES` sends rows that unpack to so much
// and prints the memory alone. BENCH_DATABASE_URL names a server whose role may create databases, else one is started
// for the run. Flags of node before the script's name go to the service too. Nothing is asserted.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  readFileSync,
  statSync,
  writeFileSync as writeSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const root = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS =
  'timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue'.split(
    ',',
  );
const TEXT = new Set(
  'timestamp,project_name,run_id,experiment_id,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_model,gpu_model,tracking_mode,on_cloud'.split(
    ',',
  ),
);

/** A row of CodeCarbon 3.3.0; figures invented, energies spread so that no two runs are the same. */
function row(index) {
  const cpu = 0.001 * (1 + (index % 97) / 970);
  const gpu = 0.008 * (1 + (index % 89) / 890);
  const ram = 0.0005;
  const kwh = cpu + gpu + ram;
  return [
    '2026-01-01T00:00:00,demo',
    randomUUID(),
    '5b0fa12a-3dd7-45bb-9766-cc326314d9f1,100',
    `${kwh * 0.38},${(kwh * 0.38) / 100},40,300,20,${cpu},${gpu},${ram},${kwh}`,
    '0,Sweden,SWE,stockholm,,,Linux,3.12,3.3.0,64,AMD EPYC 7763,2,2 x NVIDIA L4,18.07,59.33,64,machine,20,90,30,20,N,1.0,0',
  ].join(',');
}

async function writeFile(path, rows) {
  const file = createWriteStream(path);
  file.write(`${COLUMNS.join(',')}\n`);
  for (let index = 0; index < rows; index += 1) {
    if (!file.write(`${row(index)}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

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

async function startService(databaseUrl) {
  const child = spawn(process.execPath, [...process.execArgv, join(root, 'dist/src/main.js')], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: '0' },
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

function upload(url, key, body, source) {
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

/** So many bytes of rows, in pieces of a thousand rows. */
async function* content(bytes) {
  let text = `${COLUMNS.join(',')}\n`;
  for (let index = 0, sent = 0; sent < bytes;) {
    for (const end = index + 1_000; index < end; index += 1) text += `${row(index)}\n`;
    sent += text.length;
    yield Buffer.from(text);
    text = '';
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
const folder = await mkdtemp(join(tmpdir(), 'wattfactor-bench-'));
const undo = [() => rm(folder, { recursive: true, force: true })];
try {
  const built = (path) => import(join(root, 'dist/src', path));
  let server = process.env.BENCH_DATABASE_URL;
  if (!server) {
    const { startEmbeddedPostgres } = await built('database/embedded/index.js');
    const postgres = await startEmbeddedPostgres({ home: join(folder, 'home'), log: () => undefined });
    undo.push(() => postgres.stop());
    server = postgres.url;
  }
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

  const { KeysService } = await built('modules/auth/index.js');
  const { default: source } = await built('database/data-source.js');
  await source.setOptions({ url: database.href }).initialize();
  const { text: key } = await new KeysService(source).create('bench', ['runs:write', 'runs:publish']);
  await source.destroy();

  const { child, url } = await startService(database.href);
  undo.push(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  console.log(`service at rest: peak ${peakMiB(child.pid)} MiB`);
  for (const rows of sizes) {
    const file = join(folder, 'rows.csv');
    await writeFile(file, rows);
    const copied = await copy(database.href, file);
    forgetPeak(child.pid);
    const busy = cpuS(child.pid);
    const started = performance.now();
    const { state, accepted } = await upload(url, key, createReadStream(file), `bench-${rows}`);
    const imported = (performance.now() - started) / 1_000;
    const rate = (seconds) => `${seconds.toFixed(2)} s, ${Math.round(rows / seconds)} rows/s`;
    console.log(
      `${rows} rows, ${Math.round(statSync(file).size / 1e6)} MB: ${state}, ${accepted} accepted; COPY ${rate(copied)}; ` +
        `import ${rate(imported)}; ratio ${(copied / imported).toFixed(3)}; CPU of the service ${(cpuS(child.pid) - busy).toFixed(1)} s; peak ${peakMiB(child.pid)} MiB`,
    );
  }
  if (megabytes !== null) {
    const watch = setInterval(() => console.log(`peak ${peakMiB(child.pid)} MiB`), 30_000);
    const body = Readable.from(content(megabytes * 1e6)).pipe(createGzip({ level: 1 }));
    const { state, accepted, bytes, problem } = await upload(url, key, body, 'bench-gzip').finally(() =>
      clearInterval(watch),
    );
    const said = problem ? `; ${problem.detail}` : '';
    console.log(
      `${Math.round(bytes / 1e6)} MB unpacked: ${state}, ${accepted} accepted; peak ${peakMiB(child.pid)} MiB${said}`,
    );
  }
} finally {
  for (const step of undo.reverse()) await step().catch((error) => console.error(error));
}
