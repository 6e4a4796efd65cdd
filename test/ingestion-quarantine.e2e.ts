import type { IngestResultDto } from '../src/modules/ingestion/ingest-result.dto.js';
import type {
  QuarantinedRecordDto,
  QuarantineResultDto,
} from '../src/modules/ingestion/quarantine/quarantine.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { createDatabase } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { problem } from './support/problem.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
let key: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

const implausible = (id: string) => exampleRun(id, {}, { energyKwh: 40 });
const broken = (id: string) => exampleRun(id, {}, { durationS: -5 });
const quarantined = async (run: unknown): Promise<string> =>
  (await sendRuns(service, key, [run])).body.records[0]?.quarantineId ?? '';
const act = <T = QuarantineResultDto>(id: string, action: string, body: unknown) =>
  service.post<T>(`/v1/quarantine/${id}/${action}`, body, withKey(key));
const entry = async (id: string) => (await service.get<QuarantinedRecordDto>(`/v1/quarantine/${id}`)).body;

it('keeps the record as it came, why it was refused, and a form of it to correct', async () => {
  const run = broken('k1');
  const kept = await entry(await quarantined(run));
  expect(kept).toMatchObject({
    state: 'open',
    channel: 'api',
    releasable: false,
    runId: null,
    closedAt: null,
  });
  expect(kept.problems).toMatchObject([{ field: 'phases.0.durationS', code: 'VALIDATION_FAILED' }]);
  expect([kept.raw, kept.record]).toEqual([run, run]);
});

it('lists what is open, by pages', async () => {
  for (const id of ['l1', 'l2', 'l3']) await quarantined(broken(id));
  const first = (await service.get<Page<QuarantinedRecordDto>>('/v1/quarantine?state=open&limit=2')).body;
  expect([first.items.length, first.total >= 3]).toEqual([2, true]);
  const next = await service.get<Page<QuarantinedRecordDto>>(
    `/v1/quarantine?state=open&limit=2&cursor=${first.nextCursor}`,
  );
  expect(next.body.items[0]?.id).not.toBe(first.items[1]?.id);
  expect(problem(await service.get('/v1/quarantine?state=lost')).status).toBe(422);
});

it('takes a corrected record by the same rules, once', async () => {
  const id = await quarantined(broken('c1'));
  const refused = problem(await act(id, 'correct', broken('c1')));
  expect([refused.status, refused.quarantineId]).toEqual([422, id]);
  expect((await entry(id)).state).toBe('open');

  const { status, body } = await act(id, 'correct', exampleRun('c1'));
  expect([status, body.entry.state]).toEqual([200, 'corrected']);
  expect(body.factors.length).toBeGreaterThan(0);
  expect((await service.get<RunDto>(`/v1/runs/${body.entry.runId}`)).body.externalId).toBe('c1');
  // what came is still there as it came
  expect((await entry(id)).raw).toEqual(broken('c1'));
  expect(problem(await act(id, 'correct', exampleRun('c1'))).code).toBe('CONFLICT');
});

it('releases what is only implausible, with the reason and a flag that shows', async () => {
  const id = await quarantined(implausible('r1'));
  expect((await entry(id)).releasable).toBe(true);
  expect(problem(await act(id, 'release', {})).status).toBe(422);
  const { body } = await act(id, 'release', { reason: 'measured on a prototype, see report 7' });
  expect(body.entry).toMatchObject({ state: 'released', reason: 'measured on a prototype, see report 7' });
  const run = (await service.get<RunDto>(`/v1/runs/${body.entry.runId}`)).body;
  expect([run.flags, run.phases[0]?.energyKwh]).toEqual([['released-from-quarantine'], 40]);
  // sent again it is that run
  const again = await sendRuns(service, key, implausible('r1'));
  expect(again.body.records[0]).toMatchObject({ outcome: 'duplicate', runId: body.entry.runId });
});

it('releases nothing that breaks an invariant', async () => {
  const id = await quarantined(broken('r2'));
  expect(problem(await act(id, 'release', { reason: 'please' })).code).toBe('CONFLICT');
  const { body } = await sendRuns(service, key, [
    exampleRun('r3'),
    exampleRun('r3', {}, { energyKwh: 0.05 }),
  ]);
  const conflict = body.records[1]?.quarantineId ?? '';
  expect(problem(await act(conflict, 'release', { reason: 'please' })).code).toBe('CONFLICT');
  expect((await entry(id)).state).toBe('open');
});

it('discards with a reason and goes on showing the record', async () => {
  const id = await quarantined(broken('d1'));
  const { body } = await act<QuarantinedRecordDto>(id, 'discard', { reason: 'the clock was wrong' });
  expect(body).toMatchObject({ state: 'discarded', reason: 'the clock was wrong', raw: broken('d1') });
  expect(problem(await act(id, 'discard', { reason: 'again' })).code).toBe('CONFLICT');
  expect(problem(await act('00000000-0000-4000-8000-000000000000', 'discard', { reason: 'x' })).status).toBe(
    404,
  );
  expect(problem(await act('x', 'release', { reason: 'x' })).status).toBe(404);
});

it('decides once when two decide at the same time', async () => {
  const id = await quarantined(implausible('race'));
  const replies = await Promise.all([
    act(id, 'release', { reason: 'one' }),
    act(id, 'discard', { reason: 'two' }),
    act(id, 'correct', exampleRun('race')),
  ]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});

it('keeps what is no run at all', async () => {
  const { body } = await sendRuns(service, key, [null, 7, 'x', [1]]);
  const result: IngestResultDto = body;
  expect(result.quarantined).toBe(4);
  const raws = await Promise.all(result.records.map(({ quarantineId }) => entry(quarantineId ?? '')));
  expect(raws.map(({ raw }) => raw)).toEqual([null, 7, 'x', [1]]);
});
