import type { ReadinessDto } from '../src/modules/health/health.dto.js';
import { createDatabase, createEmptyDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import type { Page } from './support/pages.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

const versionOf = async (service: Service): Promise<string> =>
  (await service.get<ReadinessDto>('/readyz')).body.dataVersion;

interface Counts {
  readonly runs: number;
  readonly study: number;
  readonly phases: number;
  readonly cells: number;
  readonly celled: number;
}

const countsOf = async (databaseUrl: string): Promise<Counts | undefined> =>
  (
    await query<Counts>(
      databaseUrl,
      `SELECT (SELECT count(*)::int FROM run) AS runs,
         (SELECT count(*)::int FROM run WHERE source_id = 'luccioni-2023') AS study,
         (SELECT count(*)::int FROM run_phase) AS phases,
         (SELECT count(*)::int FROM cell) AS cells,
         (SELECT sum(runs)::int FROM (
            SELECT max(runs) AS runs
            FROM (SELECT cell_id, sum(runs) AS runs FROM cell_statistic GROUP BY cell_id, unit) AS by_unit
            GROUP BY cell_id
          ) AS s) AS celled`,
    )
  )[0];

it('loads the data once when two services start at the same time on one empty database', async () => {
  const databaseUrl = await createEmptyDatabase();
  const services = await Promise.all([startService({ databaseUrl }), startService({ databaseUrl })]);
  for (const service of services) {
    const { body } = await service.get<Page<unknown>>('/v1/runs?source=luccioni-2023&limit=1');
    expect(body.total).toBe(4170);
  }
  const loads = services.map((service) => service.output().split('loaded data/luccioni-2023/1:').length - 1);
  expect(loads.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await countsOf(databaseUrl)).toEqual(await countsOf(await createDatabase()));
  const [first, second] = services as [Service, Service];
  await eventually(
    async () => [await versionOf(first), await versionOf(second)],
    ([a, b]) => a === b,
  );
});

it('loads nothing twice however often a service starts, and counts every run in one cell', async () => {
  const databaseUrl = await createDatabase();
  const before = await countsOf(databaseUrl);
  expect(before).toMatchObject({ runs: 6793, study: 4170, celled: 6793 });
  for (let start = 0; start < 2; start += 1) {
    const service = await startService({ databaseUrl });
    expect(service.output()).not.toContain('loaded data/');
    await service.stop();
  }
  expect(await countsOf(databaseUrl)).toEqual(before);
});

describe('a change of the data', () => {
  let databaseUrl: string;
  let services: readonly [Service, Service];
  beforeAll(async () => {
    databaseUrl = await createDatabase();
    services = [await startService({ databaseUrl }), await startService({ databaseUrl })];
  });

  const bothAt = (version: string | undefined) =>
    eventually(
      async () => [await versionOf(services[0]), await versionOf(services[1])],
      ([a, b]) => a === version && b === version,
    );

  it('reaches every replica when its transaction commits, and the lists with it', async () => {
    const before = await versionOf(services[0]);
    expect(await versionOf(services[1])).toBe(before);
    const [row] = await query<{ version: string }>(
      databaseUrl,
      `WITH told AS (SELECT bump_data_version() AS version),
         added AS (INSERT INTO ai_model (id) VALUES ('example/told-by-sql') RETURNING id)
       SELECT version FROM told, added`,
    );
    expect(row?.version).not.toBe(before);
    await bothAt(row?.version);
    for (const service of services) {
      expect((await service.get('/v1/models/example%2Ftold-by-sql')).status).toBe(200);
    }
  });

  it('reaches nobody when its transaction is rolled back', async () => {
    const before = await versionOf(services[0]);
    await query(databaseUrl, 'BEGIN; SELECT bump_data_version(); ROLLBACK');
    const [row] = await query<{ version: string }>(databaseUrl, 'SELECT bump_data_version() AS version');
    await bothAt(row?.version);
    const step = Number(row?.version.split('.')[1]) - Number(before.split('.')[1]);
    expect(step).toBe(1);
  });

  it('is caught up with after the listening connection was lost', async () => {
    const [row] = await query<{ version: string }>(
      databaseUrl,
      `SELECT bump_data_version() AS version, pg_terminate_backend(pid)
       FROM pg_stat_activity WHERE application_name = 'wattfactor-listen' AND datname = current_database() LIMIT 1`,
    );
    await bothAt(row?.version);
    await query(
      databaseUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const [next] = await query<{ version: string }>(databaseUrl, 'SELECT bump_data_version() AS version');
    await bothAt(next?.version);
    for (const service of services) expect((await service.get('/v1/runs?limit=1')).status).toBe(200);
  });
});
