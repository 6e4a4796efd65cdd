import type { AuditEntryDto } from '../src/modules/auth/audit/audit.dto.js';
import type { FactorSetDto } from '../src/modules/factors/factor-set/factor-set.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { ReviewResultDto } from '../src/modules/ingestion/review/review.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { problem } from './support/problem.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let databaseUrl: string;
let service: Service;
let writer: string;
let reviewer: string;
let admin: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  writer = await createKey(databaseUrl, 'runs:write');
  reviewer = await createKey(databaseUrl, 'runs:publish');
  admin = await createKey(databaseUrl, 'admin');
});

const draftOf = async (externalId: string, energyKwh = 0.04): Promise<string> => {
  const run = exampleRun(externalId, { source: 'review-lab' }, { energyKwh });
  const { body } = await sendRuns(service, writer, run);
  expect(body).toMatchObject({ accepted: 1, factors: [], records: [{ status: 'draft' }] });
  return body.records[0]?.runId ?? '';
};
const decide = (id: string, decision: string, body: unknown, key = reviewer) =>
  service.post<ReviewResultDto>(`/v1/runs/${id}/${decision}`, body, withKey(key));
const idsOf = async (path: string): Promise<string[]> =>
  (await service.get<Page<RunDto>>(path)).body.items.map(({ id }) => id);
const factorsOf = async (source: string) =>
  (await service.get<Page<FactorDto>>(`/v1/factors?source=${source}`)).body.items;

it('keeps names that only drafts know out of the catalogue and of factor sets', async () => {
  const publish = async (version: string): Promise<string> => {
    const { body, text } = await service.post<FactorSetDto>('/v1/factor-sets', { version }, withKey(admin));
    if (body.hash === undefined) throw new Error(text);
    return body.hash;
  };
  const before = await publish('before-the-slip');
  const slip = { source: 'slip-lab', model: 'me/slip', dataset: 'cnn_dalymail' };
  const { body } = await sendRuns(service, writer, exampleRun('slip', slip));
  const [draft] = body.records;
  expect(draft?.status).toBe('draft');
  for (const path of ['models/me%2Fslip', 'datasets/cnn_dalymail', 'sources/slip-lab']) {
    expect([path, (await service.get(`/v1/${path}`)).status]).toEqual([path, 404]);
  }
  expect(await publish('after-the-slip')).toBe(before);
  expect(await idsOf('/v1/runs?model=me%2Fslip&status=draft')).toEqual([draft?.runId]);
  expect((await decide(draft?.runId ?? '', 'publish', {})).status).toBe(200);
  expect((await service.get('/v1/models/me%2Fslip')).status).toBe(200);
});

it('keeps a draft out of lists, factors and statistics until it is published', async () => {
  await sendRuns(service, admin, exampleRun('seen', { source: 'review-lab' }));
  const before = await factorsOf('review-lab');
  const id = await draftOf('d1', 0.08);
  expect(await idsOf('/v1/runs?source=review-lab')).not.toContain(id);
  expect(await idsOf('/v1/runs?source=review-lab&status=draft')).toEqual([id]);
  expect((await service.get<RunDto>(`/v1/runs/${id}`)).body.status).toBe('draft');
  expect(await factorsOf('review-lab')).toEqual(before);
  const factorRuns = await idsOf(`/v1/factors/${before[0]?.id}/runs`);
  expect(factorRuns).not.toContain(id);

  const { status, body } = await decide(id, 'publish', {});
  expect([status, body.run.status]).toEqual([200, 'published']);
  expect(body.factors.map((change) => [change.before?.runs, change.after?.runs])).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(await idsOf('/v1/runs?source=review-lab')).toContain(id);
  expect(await idsOf('/v1/runs?source=review-lab&status=draft')).toEqual([]);
  const [after] = await factorsOf('review-lab');
  expect(after?.energyWhPerUnit.mean).toBeCloseTo(0.06, 12);
});

it('makes the same factors whether runs arrive published or are published one by one', async () => {
  const energies = [0.031, 0.047, 0.052, 0.029];
  for (const [index, energyKwh] of energies.entries()) {
    await decide(await draftOf(`s${index}`, energyKwh), 'publish', {});
    await sendRuns(service, admin, exampleRun(`s${index}`, { source: 'direct-lab' }, { energyKwh }));
  }
  const statistics = (source: string) =>
    query<Record<string, number>>(
      databaseUrl,
      `SELECT s.runs, s.ln_energy_mean, s.ln_energy_m2, s.energy_wh_mean, s.energy_wh_m2
       FROM cell_statistic s JOIN cell c ON c.id = s.cell_id WHERE c.source_id = $1`,
      [source],
    );
  const [reviewed] = await statistics('review-lab');
  const [direct] = await statistics('direct-lab');
  // the review lab holds two runs more, from the test before
  expect(reviewed?.['runs']).toBe((direct?.['runs'] ?? 0) + 2);
  expect(direct?.['energy_wh_mean']).toBeCloseTo(0.03975, 12);
});

it('keeps a rejected run readable, with the reason, and out of everything', async () => {
  const id = await draftOf('r1');
  const { status, body } = await decide(id, 'reject', { reason: 'the meter was not calibrated' });
  expect([status, body.run.status, body.run.reviewReason]).toEqual([
    200,
    'rejected',
    'the meter was not calibrated',
  ]);
  expect(await idsOf('/v1/runs?status=rejected')).toEqual([id]);
  expect(await idsOf('/v1/runs?source=review-lab')).not.toContain(id);
  // sent again it is known, and stays rejected
  const again = await sendRuns(service, admin, exampleRun('r1', { source: 'review-lab' }));
  expect(again.body.records[0]).toMatchObject({ outcome: 'duplicate', status: 'rejected' });
});

it('takes back a published run: factors are what they were, sets stay, and it is told why', async () => {
  const source = 'outlier-lab';
  const usual = [0.031, 0.047, 0.052].map((energyKwh, index) =>
    exampleRun(`u${index}`, { source }, { energyKwh }),
  );
  await sendRuns(service, admin, usual);
  const before = await factorsOf(source);
  const sent = await sendRuns(service, admin, exampleRun('outlier', { source }, { energyKwh: 0.6 }));
  const id = sent.body.records[0]?.runId ?? '';
  const moved = await factorsOf(source);
  expect(moved[0]?.energyWhPerUnit.mean).toBeGreaterThan(0.15);
  const version = 'with-the-outlier';
  const set = await service.post<FactorSetDto>('/v1/factor-sets', { version }, withKey(admin));
  expect(set.status).toBe(201);
  const replica = await startService({ databaseUrl });
  const lists = [`/v1/factors?source=${source}`, `/v1/factors?source=${source}&factorSet=${version}`];
  const pinned = (await service.get(lists[1] ?? '')).body;

  const { status, body } = await decide(id, 'reject', { reason: 'the meter was shared' });
  expect([status, body.run.status, body.run.reviewReason]).toEqual([200, 'rejected', 'the meter was shared']);
  expect(body.factors.map((change) => [change.before?.runs, change.after?.runs])).toEqual([
    [4, 3],
    [4, 3],
  ]);
  const figures = (factors: readonly FactorDto[]) =>
    factors.map(({ id: factor, n, energyWhPerUnit }) => ({ factor, n, ...energyWhPerUnit }));
  const after = figures(await factorsOf(source));
  for (const [index, was] of figures(before).entries()) {
    const is: Record<string, unknown> = after[index] ?? {};
    for (const [name, value] of Object.entries(was)) {
      if (typeof value === 'number') expect([name, is[name]]).toEqual([name, expect.closeTo(value, 12)]);
      else expect([name, is[name]]).toEqual([name, value]);
    }
  }
  expect(after).toHaveLength(before.length);
  expect((await service.get(lists[1] ?? '')).body).toEqual(pinned);
  expect(await idsOf(`/v1/runs?source=${source}&status=rejected`)).toEqual([id]);
  expect(await idsOf(`/v1/runs?source=${source}`)).not.toContain(id);
  const live = (await service.get<object>(lists[0] ?? '')).body;
  await eventually(
    () => replica.get<Page<FactorDto>>(lists[0] ?? ''),
    (reply) => JSON.stringify(reply.body) === JSON.stringify(live),
  );
  await replica.stop();

  const audit = await service.get<Page<AuditEntryDto>>(`/v1/audit?subject=${id}`, withKey(admin));
  expect(audit.body.items).toMatchObject([
    { action: 'run.reject', details: { reason: 'the meter was shared', was: 'published' } },
  ]);
  for (const [decision, what] of [
    ['reject', /is rejected already; only a run that is draft or published can become rejected/],
    ['publish', /is rejected already; only a run that is draft can become published/],
  ] as const) {
    const refused = problem(await decide(id, decision, { reason: 'again' }));
    expect([refused.status, refused.code, refused.detail]).toEqual([
      409,
      'CONFLICT',
      expect.stringMatching(what),
    ]);
  }
}, 120_000);

it('takes back the only run of a factor: the factor is there no more', async () => {
  const source = 'single-lab';
  const { body: sent } = await sendRuns(service, admin, exampleRun('only', { source }));
  const { body } = await decide(sent.records[0]?.runId ?? '', 'reject', { reason: 'a trial' });
  expect(body.factors.map(({ before, after }) => [before?.runs, after])).toEqual([
    [1, null],
    [1, null],
  ]);
  expect((await service.get(`/v1/factors/${body.factors[0]?.id}`)).status).toBe(404);
});

it('lets nobody take away the runs of a seeded source', async () => {
  const path = '/v1/factors?source=luccioni-2023&task=summarization';
  const factors = (await service.get(path)).body;
  const runs = await idsOf('/v1/runs?source=luccioni-2023&task=summarization&limit=1');
  const refused = problem(await decide(runs[0] ?? '', 'reject', { reason: 'rival' }, admin));
  expect([refused.status, refused.code]).toEqual([409, 'SOURCE_RESERVED']);
  expect((await service.get<RunDto>(`/v1/runs/${runs[0]}`)).body.status).toBe('published');
  expect((await service.get(path)).body).toEqual(factors);
});

it('says of a rejected run how the corrected one can come', async () => {
  const id = await draftOf('typo', 0.05);
  await decide(id, 'reject', { reason: 'a typo' });
  const corrected = (externalId: string) =>
    sendRuns(service, writer, exampleRun(externalId, { source: 'review-lab' }, { energyKwh: 0.045 }));
  const refused = problem(await corrected('typo'));
  expect([refused.status, refused.code]).toEqual([409, 'CONFLICT']);
  expect(refused.detail).toContain('another externalId, such as "typo-corrected"');
  expect((await corrected('typo-corrected')).body.accepted).toBe(1);
});

it('decides once, and only on what is there', async () => {
  const id = await draftOf('once');
  const decisions = await Promise.all([1, 2, 3].map(() => decide(id, 'publish', {})));
  expect(decisions.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(problem(await decide(id, 'publish', {})).code).toBe('CONFLICT');
  expect(problem(await decide('00000000-0000-4000-8000-000000000000', 'publish', {})).status).toBe(404);
  expect(problem(await decide('nothing', 'reject', { reason: 'x' })).status).toBe(404);
  expect(problem(await decide(await draftOf('no-reason'), 'reject', {})).status).toBe(422);
});

it('says who did what, to admins only, and never forgets', async () => {
  const id = await draftOf('audited');
  await decide(id, 'reject', { reason: 'a copy' });
  const asked = await service.get<Page<AuditEntryDto>>(`/v1/audit?subject=${id}`, withKey(admin));
  expect(asked.body.items).toMatchObject([
    { action: 'run.reject', keyName: 'test runs:publish', details: { reason: 'a copy' } },
  ]);
  const ingests = await service.get<Page<AuditEntryDto>>(
    '/v1/audit?action=runs.ingest&limit=500',
    withKey(admin),
  );
  expect(ingests.body.items.some(({ details }) => JSON.stringify(details).includes(id))).toBe(true);
  expect(problem(await service.get('/v1/audit')).status).toBe(401);
  expect(problem(await service.get('/v1/audit', withKey(reviewer))).status).toBe(403);

  for (const sql of [
    'DELETE FROM audit_entry',
    `UPDATE audit_entry SET action = 'x'`,
    'TRUNCATE audit_entry',
  ]) {
    await expect(query(databaseUrl, sql)).rejects.toThrow('append-only');
  }
});

it('reviews by GraphQL too', async () => {
  const [one, two] = [await draftOf('gql1'), await draftOf('gql2')];
  const document = `mutation ($one: String!, $two: String!) {
    publishRun(id: $one) { run { status } factors { id } }
    rejectRun(id: $two, input: { reason: "twice" }) { run { status reviewReason } }
  }`;
  const { body } = await service.post<{ data: unknown }>(
    '/graphql',
    { query: document, variables: { one, two } },
    withKey(reviewer),
  );
  expect(body.data).toMatchObject({
    publishRun: { run: { status: 'published' } },
    rejectRun: { run: { status: 'rejected', reviewReason: 'twice' } },
  });
});
