import type { ImportDto } from '../src/modules/ingestion/imports/import.dto.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { about, rows, statisticsOf, uploader } from './support/imports.js';
import { createKey } from './support/keys.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

const RUNS = 30_000;

let databaseUrl: string;
let key: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

const reportOf = async (service: Service, id: string): Promise<ImportDto> =>
  (await service.get<ImportDto>(`/v1/imports/${id}`)).body;

const kept = async (id: string): Promise<number> =>
  (await query(databaseUrl, 'SELECT 1 FROM import_body WHERE import_id = $1', [id])).length;

/** What is left of a file whose reader is gone, as if the time had passed that nobody waits less than. */
const letTimePass = (id: string) =>
  query(databaseUrl, `UPDATE import SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`, [id]);

describe('a file that was answered with 202', () => {
  it.each([
    ['killed', (service: Service) => service.kill()],
    ['stopped', (service: Service) => service.stop()],
  ])('is read to its end by another replica when its service is %s, and counts once', async (how, end) => {
    const first = await startService({ databaseUrl });
    const file = rows(RUNS);
    const { status, body } = await uploader(first, key)(`${about(how)}&async=true`, file);
    expect(status).toBe(202);
    await eventually(
      () => reportOf(first, body.id),
      ({ accepted }) => accepted > 0,
    );
    await end(first);
    const [stored] = await statisticsOf(databaseUrl, how);
    expect(stored?.runs).toBeGreaterThan(0);
    expect(stored?.runs).toBeLessThan(RUNS);
    expect(await kept(body.id)).toBeGreaterThan(0);

    const second = await startService({ databaseUrl });
    await letTimePass(body.id);
    const report = await eventually(
      () => reportOf(second, body.id),
      ({ state }) => state !== 'running',
    );
    expect(report).toMatchObject({
      state: 'done',
      ...{ rows: RUNS, accepted: RUNS, duplicates: 0, quarantined: 0, rejectedTotal: 0, problem: null },
    });
    expect(await statisticsOf(databaseUrl, how)).toMatchObject([{ runs: RUNS }]);
    await eventually(
      () => kept(body.id),
      (parts) => parts === 0,
    );
    await second.stop();
  });

  it('is gone on with by one of two replicas that look at once', async () => {
    const first = await startService({ databaseUrl });
    const { body } = await uploader(first, key)(`${about('contested')}&async=true`, rows(RUNS));
    await first.kill();
    await letTimePass(body.id);
    const replicas = await Promise.all([startService({ databaseUrl }), startService({ databaseUrl })]);
    const report = await eventually(
      () => reportOf(replicas[0], body.id),
      ({ state }) => state === 'done',
    );
    expect(report).toMatchObject({ rows: RUNS, accepted: RUNS, duplicates: 0 });
    expect(await statisticsOf(databaseUrl, 'contested')).toMatchObject([{ runs: RUNS }]);
    await Promise.all(replicas.map((replica) => replica.stop()));
  });
});

it('keeps nothing of a file whose client hangs up before all of it is here', async () => {
  const service = await startService({ databaseUrl });
  await query(
    databaseUrl,
    `INSERT INTO import (id, key_id, key_name, dry_run, state, heartbeat_at)
    VALUES ('00000000-0000-4000-8000-00000000dead', 'x', 'x', false, 'running', 'epoch')`,
  );
  await query(
    databaseUrl,
    `INSERT INTO import_body VALUES ('00000000-0000-4000-8000-00000000dead', 0, 'abc')`,
  );
  await eventually(
    () => kept('00000000-0000-4000-8000-00000000dead'),
    (parts) => parts === 0,
  );
  expect((await reportOf(service, '00000000-0000-4000-8000-00000000dead')).state).toBe('interrupted');
  await service.stop();
});
