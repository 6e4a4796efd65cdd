// How long CodeCarbon's clients wait for the service: their two calls on an idle service, beside an import of 50,000
// rows, and beside that with others submitting runs. A client gives up after 2 s and sends nothing twice.
// `npm run bench:codecarbon` [-- rows]. Nothing is asserted; where the database comes from: support/fresh-service.mjs.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { file } from './support/codecarbon-file.mjs';
import { upload, withFreshService } from './support/fresh-service.mjs';

const TIMEOUT_MS = 2_000;
const CLIENTS = 8;
const PAUSE_MS = 150;
const IDLE_MS = 15_000;
const SUBMITTERS = 16;
const RUNS_AT_ONCE = 500;

const rows = Number(process.argv[2] ?? 50_000);
const EXPERIMENT = randomUUID();

const BEGINNING = {
  timestamp: '2026-01-01T10:00:00.000000+00:00',
  experiment_id: EXPERIMENT,
  ...{ os: 'Linux', python_version: '3.12.3', codecarbon_version: '3.3.0', cpu_count: 64 },
  ...{
    cpu_model: 'AMD EPYC 7763',
    gpu_count: 2,
    gpu_model: '2 x NVIDIA L4',
    longitude: 18.1,
    latitude: 59.3,
  },
  ...{ region: null, provider: null, ram_total_size: 64, tracking_mode: 'machine' },
};

const delta = (run) => ({
  timestamp: '2026-01-01T10:02:00.000000+00:00',
  run_id: run,
  ...{ duration: 15, emissions_sum: 1e-4, emissions_rate: 7e-6, cpu_power: 40, gpu_power: 60, ram_power: 20 },
  ...{ cpu_energy: 1.7e-4, gpu_energy: 2.5e-4, ram_energy: 8e-5, energy_consumed: 5e-4 },
});

await withFreshService(async ({ url, key }) => {
  async function call(path, body, waits) {
    const started = performance.now();
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-token': key },
      body: JSON.stringify(body),
    });
    const answered = await answer.json();
    waits?.push(performance.now() - started);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answered)}`);
    return answered;
  }

  /** A client that begins one run after another and sends five deltas of each, until told to stop. */
  async function client(waits, working) {
    while (working()) {
      const { id } = await call('/codecarbon/runs', BEGINNING, waits.runs);
      for (let sent = 0; sent < 5; sent += 1) {
        await call('/codecarbon/emissions', delta(id), waits.emissions);
        await pause(PAUSE_MS);
      }
    }
  }

  async function measure(what, others) {
    const waits = { runs: [], emissions: [] };
    let working = true;
    const clients = Array.from({ length: CLIENTS }, () => client(waits, () => working));
    await Promise.all([others().finally(() => (working = false)), ...clients]);
    for (const [name, all] of Object.entries(waits)) console.log(line(what, name, all));
  }

  const submit = () =>
    call(
      '/v1/runs',
      Array.from({ length: RUNS_AT_ONCE }, () => ({
        ...{ source: 'bench-submitted', externalId: randomUUID() },
        ...{ task: 'text-classification', model: 'example/bench', scope: 'gpu', energyMethod: 'nvml' },
        hardware: { gpuModel: 'NVIDIA L4', gpuCount: 1 },
        phases: [
          { phase: 'query', unit: 'inference', unitCount: 1000, energyKwh: 0.001 + Math.random() * 1e-4 },
        ],
      })),
    );

  const importRows = (source) => upload(url, key, Readable.from(file(rows)), source);

  await call('/v1/experiments', {
    id: EXPERIMENT,
    ...{ source: 'bench-live', task: 'text-classification', model: 'example/bench', inferences: 1000 },
  });
  await measure('idle', () => pause(IDLE_MS));
  await measure(`import of ${rows} rows`, () => importRows('bench-import'));
  await measure(`the same, and ${SUBMITTERS} times ${RUNS_AT_ONCE} runs at once`, async () => {
    let importing = true;
    const submitter = async () => {
      while (importing) await submit();
    };
    await Promise.all([
      importRows('bench-import-2').finally(() => (importing = false)),
      ...Array.from({ length: SUBMITTERS }, submitter),
    ]);
  });
});

function line(what, name, waits) {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  const late = sorted.filter((ms) => ms > TIMEOUT_MS).length;
  return (
    `${what}: POST /codecarbon/${name}, ${sorted.length} calls: p50 ${at(0.5)}, p99 ${at(0.99)}, ` +
    `max ${at(1)} ms; ${late} over ${TIMEOUT_MS} ms`
  );
}
