import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchmarkDto } from '../src/modules/benchmark/jobs/benchmark.dto.js';
import { fakeEndpoint, gate } from './support/benchmark/endpoint.js';
import { fakeExporter } from './support/benchmark/exporter.js';
import { ended, ordering, SHORT } from './support/benchmark/orders.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey } from './support/keys.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

// what fails is a stand-in: this proves what becomes of a job, nothing about meters or disks

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'wattfactor-faults-'));
const gone = join(folder, 'gone');
const left = join(folder, 'left');

/** Prints 100 W until its GPU is gone. */
function fakeNvidiaSmi(): string {
  const path = join(folder, 'nvidia-smi.mjs');
  writeFileSync(
    path,
    `#!${process.execPath}
import { existsSync, writeFileSync } from 'node:fs';
if (process.argv.join().includes('driver_version')) {
  console.log('0, Example GPU, GPU-0, 1.0');
  process.exit();
}
const stamp = () => new Date().toISOString().replaceAll('-', '/').replace('T', ' ').slice(0, 23);
setInterval(() => {
  if (!existsSync(${JSON.stringify(gone)})) return console.log(stamp() + ', 0, GPU-0, 100.00');
  console.error('GPU is lost');
  writeFileSync(${JSON.stringify(left)}, '');
  process.exit(15);
}, 10);`,
  );
  chmodSync(path, 0o755);
  return path;
}

let databaseUrl: string;
let service: Service;
let orders: ReturnType<typeof ordering>;
let endpoint: Awaited<ReturnType<typeof fakeEndpoint>>;
let exporter: Awaited<ReturnType<typeof fakeExporter>>;
beforeAll(async () => {
  afterSuite(() => rm(folder, { recursive: true }));
  databaseUrl = await createDatabase();
  exporter = await fakeExporter();
  service = await startService({
    databaseUrl,
    env: {
      WATTFACTOR_WORKER: 'on',
      WATTFACTOR_NVIDIA_SMI: fakeNvidiaSmi(),
      WATTFACTOR_PROMETHEUS_URL: exporter.url,
    },
  });
  orders = ordering(service, await createKey(databaseUrl, 'benchmarks:run', 'runs:publish'));
  endpoint = await fakeEndpoint({});
});

// one request loads the model, 10 are the warm-up, 10 the first repetition
const IN_THE_SECOND = 1 + 10 + 10 + 5;

/** A benchmark that is held in the middle of its second repetition. */
async function held(model: string, over: object) {
  const { behaviour, open } = gate((asked) => asked === IN_THE_SECOND);
  endpoint.behaviours[model] = behaviour;
  const settings = { ...SHORT, minRepetitions: 3, maxRepetitions: 3 };
  const options = { endpoint: endpoint.url };
  const what = { task: 'text-generation', executor: 'endpoint', model, options, settings };
  const { body } = await orders.order({ ...what, ...over });
  await endpoint.reached(model, IN_THE_SECOND);
  const finish = (): Promise<BenchmarkDto> => {
    open();
    return orders.until(body.id, ended);
  };
  return { id: body.id, finish };
}

const indices = ({ repetitions }: BenchmarkDto): number[] => repetitions.map(({ index }) => index);

describe('a meter that vanishes in the middle', () => {
  it('ends the job as partial with the reason, and the first repetition is a run', async () => {
    const { finish } = await held('smi', { meters: ['nvidia-smi'], maxAttempts: 1 });
    writeFileSync(gone, '');
    await eventually(async () => existsSync(left), Boolean);
    const job = await finish();
    expect(job).toMatchObject({ status: 'partial', failures: 0 });
    expect(job.reason).toMatch(/nvidia-smi went away while it was needed: .*GPU is lost/);
    expect(indices(job)).toEqual([1]);
    expect(job.runIds).toHaveLength(1);
    const run = await service.get<{ flags: string[] }>(`/v1/runs/${job.runIds[0]}`);
    expect(run.text).toContain('"partial"');
  });

  it('fails a job that has measured nothing', async () => {
    writeFileSync(gone, '');
    const { body } = await orders.order({ meters: ['nvidia-smi'], maxAttempts: 1 });
    const job = await orders.until(body.id, ended);
    expect(job).toMatchObject({ status: 'failed', repetitions: [], runIds: [] });
    expect(job.reason).toMatch(/nvidia-smi is not available: .*GPU is lost/);
  });

  it('costs one attempt where it comes back, and no repetition twice', async () => {
    const { id, finish } = await held('exporter', { meters: ['prometheus'], maxAttempts: 2 });
    exporter.fail();
    const done = finish();
    const waiting = await orders.until(id, ({ failures }) => failures === 1);
    exporter.recover();
    expect(waiting.reason).toMatch(/attempt 1 of 2 failed: The meter prometheus.* answers 503/);
    const job = await done;
    expect(job).toMatchObject({ failures: 1, reason: null });
    expect(job.status).toMatch(/converged/);
    expect(indices(job)).toEqual([1, 2, 3]);
    // the first repetition was not measured again: loading, warm-up, and the two that were missing
    expect(endpoint.asked('exporter')).toBe(IN_THE_SECOND + 5 + 1 + 10 + 20);
  });
});

/** Refuses writes to a table as Postgres does when its disk is full (SQLSTATE 53100). */
async function fill(table: string, when: string): Promise<() => Promise<unknown>> {
  await query(
    databaseUrl,
    `CREATE OR REPLACE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION 'could not extend file "base/5/16384": No space left on device' USING ERRCODE = 'disk_full';
     END $$`,
  );
  await query(
    databaseUrl,
    `CREATE TRIGGER full_${table} BEFORE ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION no_space()`,
  );
  return () => query(databaseUrl, `DROP TRIGGER full_${table} ON ${table}`);
}

describe('a disk that is full', () => {
  it('ends the job as partial where a repetition cannot be stored, and those before stay', async () => {
    const { finish } = await held('full', { meters: ['ram-model'], maxAttempts: 1 });
    const empty = await fill('benchmark_repetition', 'INSERT');
    const job = await finish();
    await empty();
    expect(job.status).toBe('partial');
    expect(job.reason).toMatch(/^repetition 2 cannot be stored: .*No space left on device$/);
    expect(indices(job)).toEqual([1]);
    expect(job.runIds).toHaveLength(1);
  });

  it('is waited for where not even the end can be stored', async () => {
    const { id, finish } = await held('fuller', { meters: ['ram-model'], maxAttempts: 1 });
    const empty = [await fill('benchmark_repetition', 'INSERT'), await fill('benchmark_job', 'UPDATE')];
    const done = finish();
    await eventually(
      async () => service.output(),
      (output) => output.includes(`benchmark ${id}: its result cannot be stored yet`),
    );
    expect((await orders.one(id)).status).toBe('running');
    for (const free of empty) await free();
    const job = await done;
    expect(job).toMatchObject({ status: 'partial', reason: expect.stringContaining('No space left') });
    expect(indices(job)).toEqual([1]);
    expect((await orders.run({ meters: ['none'] })).status).toBe('unmetered');
  });
});

describe('runs that are no measured factor of the named model say so', () => {
  interface RunAnswer {
    readonly status: string;
    readonly measured: boolean;
    readonly flags: string[];
    readonly model: { readonly id: string } | string;
  }
  const runOf = async (model: string, over: object) => {
    const job = await orders.run({
      ...{ task: 'text-generation', executor: 'endpoint', model, meters: ['ram-model'] },
      options: { endpoint: endpoint.url, ...over },
    });
    expect(job.runIds).toHaveLength(2);
    const run = await service.get<RunAnswer>(`/v1/runs/${job.runIds[0]}`);
    return { run: run.body, text: run.text };
  };

  it('random weights stay drafts under a name of their own, whatever the key may do', async () => {
    const { run, text } = await runOf('example/tiny', { synthetic: true });
    expect(run).toMatchObject({ status: 'draft', measured: false });
    expect(text).toContain('synthetic-weights');
    expect(text).toContain('synthetic/example/tiny');
  });

  it('a modelled energy is published as an estimate, and flagged', async () => {
    const { run, text } = await runOf('example/tiny', {});
    expect(run).toMatchObject({ status: 'published', measured: false });
    expect(text).toContain('dram-modelled');
    expect(text).not.toContain('synthetic');
  });
});
