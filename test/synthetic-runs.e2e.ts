import type { AuditEntryDto } from '../src/modules/auth/audit/audit.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { QuarantineResultDto } from '../src/modules/ingestion/quarantine/quarantine.dto.js';
import type { ReviewResultDto } from '../src/modules/ingestion/review/review.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { createDatabase } from './support/database.js';
import { about, rows, statisticsOf, uploader } from './support/imports.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { problem } from './support/problem.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { GraphqlAnswer, Service } from './support/service.js';

// Runs on random weights, sent with a key that may publish. Those of benchmarks: benchmark-faults.e2e.ts.

let databaseUrl: string;
let service: Service;
let key: string;
let admin: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
  admin = await createKey(databaseUrl, 'admin');
});

const flagged = (id: string, source: string, phase = {}) =>
  exampleRun(id, { source, flags: ['synthetic-weights'] }, phase);
const statusesOf = async (source: string) => {
  const [drafts, published] = await Promise.all(
    ['draft', 'published'].map(async (status) => {
      const path = `/v1/runs?source=${source}&status=${status}`;
      return (await service.get<Page<RunDto>>(path)).body.items?.map(({ externalId }) => externalId) ?? [];
    }),
  );
  return { drafts, published };
};

it('arrive as drafts, one by one, beside others that are published', async () => {
  const { body } = await sendRuns(service, key, [
    exampleRun('trained-1', { source: 'mixed' }),
    flagged('by-flag', 'mixed', { energyKwh: 0.4 }),
    exampleRun('by-name', { source: 'mixed', model: 'synthetic/facebook/bart-large-cnn' }),
    exampleRun('trained-2', { source: 'mixed' }),
  ]);
  expect(body.records.map(({ outcome, status }) => [outcome, status])).toEqual(
    ['published', 'draft', 'draft', 'published'].map((status) => ['accepted', status]),
  );
  expect(await statusesOf('mixed')).toEqual({
    drafts: ['by-flag', 'by-name'],
    published: ['trained-1', 'trained-2'],
  });
  const { body: factors } = await service.get<Page<FactorDto>>('/v1/factors?source=mixed');
  expect(factors.items.map(({ n, energyWhPerUnit }) => [n.runs, energyWhPerUnit.mean])).toEqual(
    factors.items.map(() => [2, expect.closeTo(0.04, 12)]),
  );
  const again = await sendRuns(service, key, [flagged('by-flag', 'mixed', { energyKwh: 0.4 })]);
  expect(again.body.records).toMatchObject([{ outcome: 'duplicate', status: 'draft' }]);
});

it('arrive as drafts from files too', async () => {
  const upload = uploader(service, key);
  const lines = [flagged('s1', 'x'), exampleRun('t1')].map((run) => JSON.stringify(run)).join('\n');
  const ndjson = await upload('source=file-json&format=wattfactor-json', lines);
  expect([ndjson.status, ndjson.body.accepted]).toEqual([201, 2]);
  expect(await statusesOf('file-json')).toEqual({ drafts: ['s1'], published: ['t1'] });

  const csv = await upload(about('file-csv').replace('example/model', 'synthetic/example/model'), rows(2));
  expect(csv.body).toMatchObject({ accepted: 2, changedFactors: [] });
  expect(await statisticsOf(databaseUrl, 'file-csv')).toEqual([]);
});

it('stay drafts when they come out of the quarantine', async () => {
  const sent = await sendRuns(service, key, [
    flagged('released', 'held', { energyKwh: 40 }),
    flagged('corrected', 'held', { durationS: -1 }),
  ]);
  const [released, corrected] = sent.body.records.map(({ quarantineId }) => `/v1/quarantine/${quarantineId}`);
  const replies = [
    await service.post<QuarantineResultDto>(`${released}/release`, { reason: 'a prototype' }, withKey(key)),
    await service.post<QuarantineResultDto>(
      `${corrected}/correct`,
      flagged('corrected', 'held'),
      withKey(key),
    ),
  ];
  expect(replies.map(({ status, body }) => [status, body.factors])).toEqual([
    [200, []],
    [200, []],
  ]);
  expect((await statusesOf('held')).drafts).toEqual(['released', 'corrected']);
});

it('are published by nobody, and can be rejected', async () => {
  const { body } = await sendRuns(service, key, flagged('refused', 'review'));
  const id = body.records[0]?.runId ?? '';
  const refused = problem(await service.post(`/v1/runs/${id}/publish`, {}, withKey(key)));
  expect([refused.status, refused.code]).toEqual([409, 'SYNTHETIC_RUN']);
  expect(refused.detail).toMatch(/random weights .*reject it, or measure the trained weights/);

  const document = 'mutation ($id: String!) { publishRun(id: $id) { run { status } } }';
  const answer = await service.post<GraphqlAnswer<null>>(
    '/graphql',
    { query: document, variables: { id } },
    withKey(key),
  );
  expect(answer.body.errors?.map(({ extensions }) => [extensions.code, extensions.status])).toEqual([
    ['SYNTHETIC_RUN', 409],
  ]);
  expect((await service.get<RunDto>(`/v1/runs/${id}`)).body.status).toBe('draft');
  const trail = await service.get<Page<AuditEntryDto>>(`/v1/audit?subject=${id}`, withKey(admin));
  expect(trail.body.items).toEqual([]);

  const rejected = await service.post<ReviewResultDto>(
    `/v1/runs/${id}/reject`,
    { reason: 'random weights' },
    withKey(key),
  );
  expect([rejected.status, rejected.body.run.status]).toEqual([200, 'rejected']);
});
