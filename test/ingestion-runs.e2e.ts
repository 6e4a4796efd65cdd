import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { countRows, createDatabase } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let databaseUrl: string;
let service: Service;
let key: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

const countOf = (table: string, where?: string): Promise<number> => countRows(databaseUrl, table, where);

const versionOf = async (): Promise<unknown> => (await service.get('/v1/tasks')).headers.etag;

describe('one run', () => {
  it('is accepted, served as it was sent, and moves the live factor at once', async () => {
    const sent = await sendRuns(service, key, exampleRun('one', { source: 'lab-one' }));
    expect(sent.status).toBe(201);
    const [record] = sent.body.records;
    expect(sent.body).toMatchObject({ accepted: 1, duplicates: 0, quarantined: 0 });
    expect(record).toMatchObject({ index: 0, outcome: 'accepted', status: 'published', problems: [] });

    const run = (await service.get<RunDto>(`/v1/runs/${record?.runId}`)).body;
    expect(run).toMatchObject({
      source: 'lab-one',
      externalId: 'one',
      model: 'facebook/bart-large-cnn',
      status: 'published',
    });
    expect(run.phases[0]).toMatchObject({
      energyKwh: 0.04,
      energyWhPerUnit: 0.04,
      energyGpuKwh: null,
      durationS: 900,
    });

    const factors = await service.get<Page<FactorDto>>('/v1/factors?source=lab-one&level=measured-cell');
    expect(factors.body.items[0]?.energyWhPerUnit.mean).toBeCloseTo(0.04, 12);
  });

  it('tells which factors moved and by how much', async () => {
    const first = await sendRuns(service, key, exampleRun('a', { source: 'lab-two' }));
    expect(first.body.factors.map(({ level, before }) => [level, before])).toEqual([
      ['measured-model', null],
      ['measured-cell', null],
    ]);
    const second = await sendRuns(service, key, exampleRun('b', { source: 'lab-two' }, { energyKwh: 0.08 }));
    for (const change of second.body.factors) {
      expect(change.before).toEqual({ energyWhPerUnit: 0.04, runs: 1 });
      expect(change.after?.runs).toBe(2);
      expect(change.after?.energyWhPerUnit).toBeCloseTo(0.06, 12);
      expect(change.relativeChange).toBeCloseTo(0.5, 12);
      const { body } = await service.get<FactorDto>(`/v1/factors/${change.id}`);
      expect(body.energyWhPerUnit.mean).toBeCloseTo(0.06, 12);
    }
    // a second model on the same task makes a factor of the task
    const third = await sendRuns(
      service,
      key,
      exampleRun('c', { source: 'lab-two', model: 'google/pegasus-xsum' }),
    );
    expect(third.body.factors.map(({ level }) => level).sort()).toEqual([
      'measured-cell',
      'measured-model',
      'task',
    ]);
    // a further one moves it, though the factor drew on none of the new model's cells before
    const run = exampleRun('d', { source: 'lab-two', model: 'google/pegasus-large' }, { energyKwh: 0.13 });
    const fourth = await sendRuns(service, key, run);
    const task = fourth.body.factors.find(({ level }) => level === 'task');
    expect([task?.before?.runs, task?.after?.runs]).toEqual([3, 4]);
    // means of models: 0.06 and 0.04, then 0.13
    expect(task?.before?.energyWhPerUnit).toBeCloseTo(0.05, 12);
    expect(task?.after?.energyWhPerUnit).toBeCloseTo(0.23 / 3, 12);
  });

  it('is harmless when it is sent again, and a conflict when it says something else', async () => {
    const { body } = await sendRuns(service, key, exampleRun('again'));
    const [runs, version] = [await countOf('run'), await versionOf()];
    const again = await sendRuns(service, key, exampleRun('again', { sourcePath: 'elsewhere.json' }));
    expect([again.status, again.body.duplicates, again.body.factors]).toEqual([201, 1, []]);
    expect(again.body.records[0]?.runId).toBe(body.records[0]?.runId);

    const other = problem(await sendRuns(service, key, exampleRun('again', {}, { energyKwh: 0.05 })));
    expect([other.status, other.code, fieldsOf(other)]).toEqual([409, 'CONFLICT', ['externalId']]);
    expect([await countOf('run'), await versionOf()]).toEqual([runs, version]);
  });

  it.each([
    ['an unknown task', exampleRun('x', { task: 'sumarization' }), 'UNKNOWN_TASK', 'task'],
    ['an unknown field', exampleRun('x', { colour: 'red' }), 'VALIDATION_FAILED', 'colour'],
    [
      'a negative duration',
      exampleRun('x', {}, { durationS: -1.8e9 }),
      'VALIDATION_FAILED',
      'phases.0.durationS',
    ],
    [
      'half an inference',
      exampleRun('x', {}, { unitCount: 1000.5 }),
      'VALIDATION_FAILED',
      'phases.0.unitCount',
    ],
    ['no energy', exampleRun('x', {}, { energyKwh: null }), 'VALIDATION_FAILED', 'phases.0.energyWhPerUnit'],
    ['a wrong date', exampleRun('x', { measuredAt: '2026-02-31' }), 'VALIDATION_FAILED', 'measuredAt'],
    ['a path for a model', exampleRun('x', { model: '/models/a.gguf' }), 'VALIDATION_FAILED', 'model'],
    [
      'parts that are not the sum',
      exampleRun('x', {}, { energyGpuKwh: 1, energyCpuKwh: 1, energyRamKwh: 1 }),
      'VALIDATION_FAILED',
      'phases.0.energyKwh',
    ],
    ['megawatts', exampleRun('x', {}, { energyKwh: 40 }), 'IMPLAUSIBLE', 'phases.0.durationS'],
    [
      'kilograms for grams',
      exampleRun('x', { emissionsReportedKgCo2e: 15 }),
      'IMPLAUSIBLE',
      'emissionsReportedKgCo2e',
    ],
  ])('with %s is refused, named and kept', async (_, body, code, field) => {
    const runs = await countOf('run');
    const reply = problem(await sendRuns(service, key, body));
    expect([reply.status, reply.code, fieldsOf(reply)]).toEqual([422, code, [field]]);
    const kept = await service.get<{ raw: unknown; state: string }>(`/v1/quarantine/${reply.quarantineId}`);
    expect(reply.detail).toContain(`/v1/quarantine/${reply.quarantineId}`);
    expect([kept.body.raw, kept.body.state]).toEqual([body, 'open']);
    expect(await countOf('run')).toBe(runs);
  });

  it('names close matches of a task', async () => {
    const reply = problem(await sendRuns(service, key, exampleRun('x', { task: 'sumarization' })));
    expect(suggestionsOf(reply)).toContain('summarization');
  });

  it.each(['null', '"run"', '5', '[]', '{', ''])('is not %s', async (body) => {
    const reply = problem(await sendRuns(service, key, body));
    expect([400, 422]).toContain(reply.status);
  });

  it('is refused where it is nested too deep to be kept', async () => {
    const deep = `{"source": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(problem(await sendRuns(service, key, deep)).status).toBe(422);
  });

  it('may hold text that Postgres cannot: refused, not a fault', async () => {
    for (const externalId of ['nul \u0000', 'half \ud800']) {
      const reply = problem(await sendRuns(service, key, exampleRun(externalId)));
      expect([reply.status, fieldsOf(reply)]).toEqual([422, ['externalId']]);
    }
  });
});

describe('many runs', () => {
  it('each have their outcome, in order: one bad among 1,000 leaves 999', async () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      exampleRun(
        `m${index}`,
        { source: 'lab-many' },
        index === 500 ? { energyKwh: -1 } : { energyKwh: 0.03 + index * 1e-5 },
      ),
    );
    const { status, body } = await sendRuns(service, key, many);
    expect([status, body.accepted, body.quarantined]).toEqual([201, 999, 1]);
    expect(body.records.map(({ index }) => index)).toEqual(many.map((_, index) => index));
    expect(body.records[500]).toMatchObject({
      outcome: 'quarantined',
      problems: [{ field: 'phases.0.energyKwh' }],
    });
    expect(await countOf('run', `source_id = 'lab-many'`)).toBe(999);
    expect(body.factors.every(({ after }) => after?.runs === 999)).toBe(true);

    const again = await sendRuns(service, key, many);
    expect([again.body.accepted, again.body.duplicates, again.body.quarantined]).toEqual([0, 999, 1]);
    // the bad one is not kept twice
    expect(again.body.records[500]?.quarantineId).toBe(body.records[500]?.quarantineId);
  });

  it('may name the same run twice: once new, once known, once another', async () => {
    const twice = [exampleRun('t'), exampleRun('t'), exampleRun('t', {}, { energyKwh: 0.05 })];
    const { body } = await sendRuns(service, key, twice);
    expect(body.records.map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate', 'quarantined']);
    expect(body.records[2]?.problems[0]?.code).toBe('CONFLICT');
  });

  it('are at most 1,000', async () => {
    const reply = problem(
      await sendRuns(
        service,
        key,
        Array.from({ length: 1001 }, (_, i) => exampleRun(`n${i}`)),
      ),
    );
    expect([reply.status, reply.detail]).toEqual([422, expect.stringContaining('1001')]);
    expect(await countOf('run', `external_id LIKE 'n%' AND source_id = 'test-lab'`)).toBe(0);
  });

  it('come from GraphQL by the same rules', async () => {
    const document = `mutation ($runs: [RunInput!]!) { submitRuns(runs: $runs) { accepted quarantined records { outcome problems { field code } } } }`;
    const runs = [exampleRun('g1'), exampleRun('g2', { task: 'nothing' })];
    const { body } = await service.post<{ data: unknown }>(
      '/graphql',
      { query: document, variables: { runs } },
      withKey(key),
    );
    expect(body.data).toEqual({
      submitRuns: {
        accepted: 1,
        quarantined: 1,
        records: [
          { outcome: 'accepted', problems: [] },
          { outcome: 'quarantined', problems: [{ field: 'task', code: 'UNKNOWN_TASK' }] },
        ],
      },
    });
  });
});
