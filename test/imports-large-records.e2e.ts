import { gzipSync } from 'node:zlib';
import type { ImportDto } from '../src/modules/ingestion/imports/import.dto.js';
import type { QuarantinedRecordDto } from '../src/modules/ingestion/quarantine/quarantine.dto.js';
import { countRows, createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { about, rows, statisticsOf, uploader } from './support/imports.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

const LARGE = 900_000;
const CUT = /^x{1000}… \(cut, 900000 characters\)$/;

let databaseUrl: string;
let service: Service;
let key: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

const reportOf = async (id: string): Promise<ImportDto> =>
  (await service.get<ImportDto>(`/v1/imports/${id}`)).body;

describe('records of 900 kB each in a small upload', () => {
  const large = 'x'.repeat(LARGE);
  const file = rows(24, (index) => ({
    ...(index % 2 === 0 && { os: large, energy_consumed: 'bad' }),
    ...(index === 4 && { energy_consumed: 'x'.repeat(100_000) }),
  }));

  it('are refused one by one, kept cut, and stored in batches of a limited size; the others are taken', async () => {
    const { body } = await uploader(service, key)(about('large'), gzipSync(file));
    expect(body).toMatchObject({ state: 'done', rows: 24, accepted: 12, quarantined: 12, rejectedTotal: 12 });
    expect(await statisticsOf(databaseUrl, 'large')).toMatchObject([{ runs: 12 }]);
    // 11.7 MB of records, far fewer than a batch may have
    expect(await countRows(databaseUrl, 'audit_entry', `action = 'runs.ingest'`)).toBeGreaterThan(2);
    for (const { message } of body.rejected) expect(message.length).toBeLessThan(1_100);

    const { items } = await walk<QuarantinedRecordDto>(service, '/v1/quarantine', 500);
    expect(items).toHaveLength(12);
    for (const entry of items) {
      expect(entry.raw).toMatchObject({ os: expect.stringMatching(CUT), gpu_model: '2 x NVIDIA L4' });
      expect(entry.releasable).toBe(false);
      expect(JSON.stringify(entry).length).toBeLessThan(16_000);
    }
  });

  it('are not released as they were cut, but may be discarded', async () => {
    const [entry] = (await walk<QuarantinedRecordDto>(service, '/v1/quarantine', 500)).items;
    const decide = (how: string) =>
      service.request<{ code?: string; state?: string }>(`/v1/quarantine/${entry?.id}/${how}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...withKey(key) },
        body: JSON.stringify({ reason: 'tested' }),
      });
    expect(await decide('release')).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(await decide('discard')).toMatchObject({ status: 200, body: { state: 'discarded' } });
  });

  it('are the same entries when the file comes again', async () => {
    const before = await countRows(databaseUrl, 'quarantine', `state = 'open'`);
    const { body } = await uploader(service, key)(about('large'), gzipSync(file));
    expect(body).toMatchObject({ duplicates: 12, quarantined: 12 });
    // the one that was discarded is open anew
    expect(await countRows(databaseUrl, 'quarantine', `state = 'open'`)).toBe(before + 1);
  });
});

it('a kept file that gets no further is given up after three attempts, and nothing is counted twice', async () => {
  // an end that can never be noted stands for whatever ends a service at the same place each time
  await query(
    databaseUrl,
    `CREATE FUNCTION never_done() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'not this time'; END $$;
     CREATE TRIGGER never_done BEFORE UPDATE ON import FOR EACH ROW WHEN (NEW.state = 'done')
       EXECUTE FUNCTION never_done()`,
  );
  const { status, body } = await uploader(service, key)(`${about('stuck')}&async=true`, rows(3));
  expect(status).toBe(202);
  await eventually(
    () => reportOf(body.id),
    ({ accepted }) => accepted === 3,
  );
  const report = await eventually(
    async () => {
      await query(databaseUrl, `UPDATE import SET heartbeat_at = 'epoch' WHERE id = $1`, [body.id]);
      return reportOf(body.id);
    },
    ({ state }) => state !== 'running',
  );
  expect(report).toMatchObject({
    ...{ state: 'failed', rows: 3, accepted: 3, duplicates: 0 },
    problem: { code: 'INTERNAL', detail: expect.stringContaining('did not get past record 3') },
  });
  expect(report.finishedAt).not.toBeNull();
  expect(await statisticsOf(databaseUrl, 'stuck')).toMatchObject([{ runs: 3 }]);
  await eventually(
    () => countRows(databaseUrl, 'import_body', `import_id = '${body.id}'`),
    (parts) => parts === 0,
  );
});
