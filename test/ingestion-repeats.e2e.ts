import type { RunDto } from '../src/modules/runs/run.dto.js';
import { countRows, createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { problem } from './support/problem.js';
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

describe('a repeat', () => {
  it('with the same Idempotency-Key gets the same answer, also for another body an error', async () => {
    const headers = { 'idempotency-key': 'batch-1' };
    const body = [exampleRun('i1'), exampleRun('i2', { task: 'nothing' })];
    const first = await sendRuns(service, key, body, headers);
    const [runs, kept] = [await countOf('run'), await countOf('quarantine')];
    const second = await sendRuns(service, key, body, headers);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect([await countOf('run'), await countOf('quarantine')]).toEqual([runs, kept]);

    const other = problem(await sendRuns(service, key, [exampleRun('i3')], headers));
    expect([other.status, other.code]).toEqual([409, 'CONFLICT']);
    // the key is the caller's own: another caller's is another
    const elsewhere = await sendRuns(service, await createKey(databaseUrl, 'runs:write'), body, headers);
    expect(elsewhere.body.duplicates).toBe(1);
    expect(problem(await sendRuns(service, key, body, { 'idempotency-key': 'a b' })).status).toBe(422);
  });

  it('at the same time from many clients leaves one run', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        sendRuns(service, key, exampleRun('race'), index % 2 ? { 'idempotency-key': 'race' } : {}),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ body }) => body.records[0]?.runId)).size).toBe(1);
    expect(await countOf('run', `external_id = 'race'`)).toBe(1);
    const counted = await query<{ runs: number }>(
      databaseUrl,
      `SELECT s.runs FROM cell_statistic s JOIN cell c ON c.id = s.cell_id WHERE c.source_id = 'test-lab'
         AND c.model_id = 'facebook/bart-large-cnn' AND s.unit = 'inference'`,
    );
    expect(counted.map(({ runs }) => runs)).toEqual([
      await countOf('run', `source_id = 'test-lab' AND status = 'published'`),
    ]);
  });
});

it('reaches every replica', async () => {
  const replica = await startService({ databaseUrl });
  const { body } = await sendRuns(service, key, exampleRun('replica', { source: 'lab-replica' }));
  const id = body.factors[0]?.id;
  await eventually(
    () => replica.get(`/v1/factors/${id}`),
    ({ status }) => status === 200,
  );
  await replica.stop();
});

it('takes back every run that it serves: each a duplicate, and under another source accepted as plausible', async () => {
  const { items } = await walk<RunDto>(service, '/v1/runs', 500);
  // a seventh of each source is enough to meet every shape
  const runs = items.filter(({ source }, index) => !source.startsWith('test-') && index % 7 === 0);
  expect(new Set(runs.map(({ source }) => source)).size).toBe(5);
  for (let start = 0; start < runs.length; start += 1000) {
    const batch = runs.slice(start, start + 1000);
    const same = await sendRuns(service, key, batch);
    expect(same.body.records.filter(({ outcome }) => outcome !== 'duplicate')).toEqual([]);
    const copied = batch.map((run) => ({ ...run, source: `copy-of-${run.source}` }));
    const other = await sendRuns(service, key, copied);
    expect(other.body.records.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  }
});
