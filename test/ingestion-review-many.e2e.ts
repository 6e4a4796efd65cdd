import type { AuditEntryDto } from '../src/modules/auth/audit/audit.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { ReviewBatchDto } from '../src/modules/ingestion/review/review-batch.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { createDatabase } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { problem } from './support/problem.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
let writer: string;
let reviewer: string;
let admin: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  writer = await createKey(databaseUrl, 'runs:write');
  reviewer = await createKey(databaseUrl, 'runs:publish');
  admin = await createKey(databaseUrl, 'admin');
  await sendRuns(service, admin, exampleRun('there', { source: 'review-lab' }));
});

const draftOf = async (externalId: string, energyKwh = 0.04): Promise<string> => {
  const run = exampleRun(externalId, { source: 'review-lab' }, { energyKwh });
  return (await sendRuns(service, writer, run)).body.records[0]?.runId ?? '';
};
const idsOf = async (path: string): Promise<string[]> =>
  (await service.get<Page<RunDto>>(path)).body.items.map(({ id }) => id);
const factorsOf = async (source: string) =>
  (await service.get<Page<FactorDto>>(`/v1/factors?source=${source}`)).body.items;

it('decides many at once: an outcome and an entry each, and what is wrong holds up nobody', async () => {
  const ids: string[] = [];
  for (const index of [1, 2, 3]) ids.push(await draftOf(`many${index}`, 0.03 + index / 100));
  const [seeded = ''] = await idsOf('/v1/runs?source=luccioni-2023&limit=1');
  const absent = '00000000-0000-4000-8000-000000000000';
  const several = (decision: string, body: unknown) =>
    service.post<ReviewBatchDto>(`/v1/runs/${decision}`, body, withKey(reviewer));
  const outcomes = ({ body }: { body: ReviewBatchDto }) =>
    body.records.map(({ runId, status, problems }) => [runId, status, problems[0]?.code ?? null]);
  const runsOf = async () => (await factorsOf('review-lab'))[0]?.n.runs ?? 0;
  const before = await runsOf();

  const published = await several('publish', { ids: [ids[0], 'nothing', ids[1], absent, ids[0], seeded] });
  expect([published.status, published.body.decided, published.body.refused]).toEqual([200, 2, 4]);
  expect(outcomes(published)).toEqual([
    [ids[0], 'published', null],
    ['nothing', null, 'NOT_FOUND'],
    [ids[1], 'published', null],
    [absent, null, 'NOT_FOUND'],
    [ids[0], 'published', 'CONFLICT'],
    [seeded, 'published', 'CONFLICT'],
  ]);
  expect(published.body.records[1]?.problems[0]?.field).toBe('ids.1');
  expect(published.body.factors.map((change) => change.after?.runs)).toEqual([before + 2, before + 2]);

  const reason = 'a wrong meter';
  const rejected = await several('reject', { ids: [...ids, seeded], reason });
  expect(outcomes(rejected)).toEqual([
    ...ids.map((id) => [id, 'rejected', null]),
    [seeded, 'published', 'SOURCE_RESERVED'],
  ]);
  expect(rejected.body.factors.map((change) => change.after?.runs)).toEqual([before, before]);
  expect(await runsOf()).toBe(before);
  for (const id of ids) {
    const run = (await service.get<RunDto>(`/v1/runs/${id}`)).body;
    expect([run.status, run.reviewReason]).toEqual(['rejected', reason]);
    const audit = await service.get<Page<AuditEntryDto>>(`/v1/audit?subject=${id}`, withKey(admin));
    expect(audit.body.items.at(-1)).toMatchObject({ action: 'run.reject', details: { reason } });
  }
  const tooMany = Array.from({ length: 1_001 }, () => absent);
  for (const body of [{ ids }, { ids: [], reason }, { ids: tooMany, reason }, { ids: [1], reason }]) {
    expect(problem(await several('reject', body)).status).toBe(422);
  }
});

it('decides many by GraphQL too', async () => {
  const [one, two] = [await draftOf('gql-many1'), await draftOf('gql-many2')];
  const document = `mutation ($one: String!, $two: String!) {
    publishRuns(input: { ids: [$one, "x"] }) { decided refused records { runId status problems { code } } }
    rejectRuns(input: { ids: [$one, $two], reason: "twice" }) { decided records { outcome status } }
  }`;
  const { body } = await service.post<{ data: unknown }>(
    '/graphql',
    { query: document, variables: { one, two } },
    withKey(reviewer),
  );
  const done = { outcome: 'decided', status: 'rejected' };
  expect(body.data).toEqual({
    publishRuns: {
      decided: 1,
      refused: 1,
      records: [
        { runId: one, status: 'published', problems: [] },
        { runId: 'x', status: null, problems: [{ code: 'NOT_FOUND' }] },
      ],
    },
    rejectRuns: { decided: 2, records: [done, done] },
  });
});
