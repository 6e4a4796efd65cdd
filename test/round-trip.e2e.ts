import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { ImportDto } from '../src/modules/ingestion/imports/import.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { createDatabase } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import type { Page } from './support/pages.js';
import { fieldsOf, problem } from './support/problem.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

jest.setTimeout(120_000);

// Runs go from one service to another as GET /v1/runs gives them.

interface Instance {
  readonly service: Service;
  readonly key: string;
}
let one: Instance;
let other: Instance;
beforeAll(async () => {
  [one, other] = [await instance(), await instance()];
});

async function instance(): Promise<Instance> {
  const databaseUrl = await createDatabase();
  return {
    service: await startService({ databaseUrl }),
    key: await createKey(databaseUrl, 'runs:write', 'runs:publish'),
  };
}

/** Brings every page of a source's runs, byte for byte as it was given, as runs of another name. */
async function carry(from: Instance, source: string, to: Instance, as: string): Promise<number> {
  let [cursor, accepted]: [string | null, number] = ['', 0];
  while (cursor !== null) {
    const after: string = cursor && `&cursor=${cursor}`;
    const page = await from.service.get<Page<RunDto>>(`/v1/runs?source=${source}&limit=500${after}`);
    const { status, body } = await to.service.request<ImportDto>(`/v1/imports?source=${as}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...withKey(to.key) },
      body: page.text,
    });
    expect([status, body.format, body.rejected]).toEqual([201, 'wattfactor-json', []]);
    accepted += body.accepted;
    cursor = page.body.nextCursor;
  }
  return accepted;
}

const factorsOf = async ({ service }: Instance, filter: string): Promise<readonly FactorDto[]> =>
  (await walk<FactorDto>(service, `/v1/factors?${filter}`, 500)).items;

it('every factor of a source is the same there, and so are the ids', async () => {
  expect(await carry(one, 'luccioni-2023', one, 'study-copy')).toBe(4170);
  expect(await carry(one, 'study-copy', other, 'study-copy')).toBe(4170);

  // what was measured on each cell is that of the study itself
  const cells = async (source: string) =>
    new Map(
      (await factorsOf(one, `source=${source}&level=measured-cell`)).map((factor) => [
        JSON.stringify([
          factor.task,
          factor.model,
          factor.dataset,
          factor.zeroShot,
          factor.inputVariant,
          factor.cohort,
          factor.n.runs,
        ]),
        factor,
      ]),
    );
  const [study, copied] = [await cells('luccioni-2023'), await cells('study-copy')];
  expect(study.size).toBeGreaterThan(300);
  expect([...copied.keys()].sort()).toEqual([...study.keys()].sort());
  for (const [cell, { energyWhPerUnit, hardware, secondsPerUnit }] of study) {
    const copy = copied.get(cell);
    expect(copy?.hardware).toBe(hardware);
    expect((copy?.energyWhPerUnit.mean ?? 0) / energyWhPerUnit.mean).toBeCloseTo(1, 12);
    expect((copy?.secondsPerUnit ?? 0) / (secondsPerUnit ?? 0)).toBeCloseTo(1, 12);
  }

  const [here, there] = [
    await factorsOf(one, 'source=study-copy'),
    await factorsOf(other, 'source=study-copy'),
  ];
  expect(new Set(here.map(({ level }) => level)).size).toBeGreaterThan(2);
  const byId = new Map(there.map((factor) => [factor.id, factor]));
  expect([...byId.keys()].sort()).toEqual(here.map(({ id }) => id).sort());
  for (const factor of here) expect(close(byId.get(factor.id), factor)).toBe(true);
});

/** Equal but for the last digits: kWh and joules convert with a rounding each way. */
function close(found: unknown, wanted: unknown): boolean {
  if (typeof found === 'number' && typeof wanted === 'number') {
    return Math.abs(found - wanted) <= 1e-12 * Math.max(Math.abs(found), Math.abs(wanted));
  }
  if (typeof found !== 'object' || typeof wanted !== 'object' || found === null || wanted === null) {
    return found === wanted;
  }
  const keys = Object.keys(wanted);
  return (
    keys.length === Object.keys(found).length &&
    keys.every((key) => close((found as Json)[key], (wanted as Json)[key]))
  );
}
type Json = Record<string, unknown>;

describe('a run as GET /v1/runs/{id} gives it', () => {
  /** On a machine that nobody else has. */
  const lab = exampleRun('lab-1', {
    source: 'lab',
    engine: 'vllm 0.11.1',
    modelReported: 'bart',
    licence: 'CC-BY-4.0',
    hardware: {
      ...{ gpuModel: 'Example Accelerator 9', gpuCount: 4, gpusActive: 2, nodes: 2, parallelism: 'tp2' },
      ...{ cpuModel: 'Example CPU @ 3.00GHz', ramGb: 512 },
    },
    flags: ['outlier-15pct'],
  });
  let given: RunDto;
  beforeAll(async () => {
    const { body } = await sendRuns(one.service, one.key, lab);
    given = (await one.service.get<RunDto>(`/v1/runs/${body.records[0]?.runId}`)).body;
  });

  it('is taken by POST /v1/runs of a service that has never seen its machine, and is the same run there', async () => {
    const { status, body } = await sendRuns(other.service, other.key, given);
    expect([status, body.records]).toMatchObject([201, [{ outcome: 'accepted', runId: given.id }]]);
    expect((await other.service.get(`/v1/runs/${given.id}`)).body).toEqual(given);
    expect((await other.service.get(`/v1/hardware/${given.hardware}`)).body).toMatchObject(given.machine);
  });

  it('is a duplicate where it came from, by POST and from a file', async () => {
    const sent = await sendRuns(one.service, one.key, [given]);
    expect(sent.body.records).toMatchObject([{ outcome: 'duplicate', runId: given.id }]);
    expect(await carry(one, 'lab', one, 'lab')).toBe(0);
  });

  it.each<[string, object, string]>([
    ['its machine is left out', { machine: undefined }, 'hardware'],
    ['its slug is another', { hardware: '8x-nvidia-h100' }, 'machine'],
    ['its machine is another', { machine: { gpuModel: 'NVIDIA L4', gpuCount: 1, nodes: 1 } }, 'machine'],
    ['its machine has an unknown part', { machine: 'added' }, 'hardware.colour'],
    ['a member is spelt wrong', { moddel: 'x' }, 'moddel'],
    ['its hardware is an object, and it is no such run any more', { hardware: { gpuCount: 1 } }, 'id'],
    ['its source is reserved', { source: 'luccioni-2023' }, 'source'],
  ])('is refused with the field where %s', async (_what, change, field) => {
    const changed = { ...given, externalId: 'changed', ...change };
    const colourful = { ...changed, machine: { ...given.machine, colour: 'red' } };
    const run = 'machine' in change && change.machine === 'added' ? colourful : changed;
    const body = problem(await sendRuns(other.service, other.key, run));
    expect(fieldsOf(body)).toContain(field);
  });

  it('has the same machine in GraphQL', async () => {
    const { data } = await one.service.graphql<{ run: RunDto }>(
      `{ run(id: "${given.id}") { machine { gpuModel gpuCount nodes cpuModel ramGb } } }`,
    );
    expect(data.run.machine).toEqual(given.machine);
  });
});
