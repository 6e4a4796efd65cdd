import pg from 'pg';
import { addRuns, draftLike } from './support/drafts.js';
import { createDatabase, createEmptyDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import type { RunDraft } from '../src/core/run/index.js';
import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { FactorSetDto } from '../src/modules/factors/factor-set/factor-set.dto.js';
import type {
  FactorSetChangeDto,
  FactorSetDiffDto,
} from '../src/modules/factors/factor-set/factor-set-diff.dto.js';

const MODEL = 'bigscience/bloom-560m';
const FLEET = {
  workloads: [
    { task: 'text-generation', users: 10_000_000, inferencesPerUserPerDay: 1, zone: 'USA', pue: 1 },
    { task: 'text-generation', model: MODEL, inferencesPerDay: 5e5, cloudRegion: 'aws/us-west-2' },
    { task: 'summarization', inferencesPerDay: 1e6 },
  ],
};

let databaseUrl: string;
let service: Service;
let key: Record<string, string>;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = withKey(await createKey(databaseUrl, 'factors:publish'));
});

const publish = (version: string, notes?: string) =>
  service.post<FactorSetDto>('/v1/factor-sets', { version, notes }, key);

const estimate = (factorSet?: string, at: Service = service) =>
  at.post<EstimateDto>('/v1/estimates', { ...FLEET, factorSet });

const dataVersion = async (): Promise<string> =>
  (await service.get<{ dataVersion: string }>('/readyz')).body.dataVersion;

/** Brings runs in and waits until `latest` is derived from them. */
async function ingest(drafts: readonly RunDraft[]): Promise<void> {
  const before = await dataVersion();
  expect(await addRuns(databaseUrl, drafts)).toHaveLength(drafts.length);
  await eventually(dataVersion, (version) => version !== before);
}

let serial = 0;
/** Another run of the same cell, of so many times the energy. */
function another(draft: RunDraft, times: number, changes: Partial<RunDraft> = {}): RunDraft {
  serial += 1;
  const scaled = (value: number | null) => (value === null ? null : value * times);
  return {
    ...draft,
    externalId: `test-${serial}`,
    ...changes,
    phases: draft.phases.map((phase) => ({
      ...phase,
      energyTotalJ: scaled(phase.energyTotalJ),
      energyGpuJ: scaled(phase.energyGpuJ),
      energyCpuJ: scaled(phase.energyCpuJ),
      energyRamJ: scaled(phase.energyRamJ),
      energyPerUnitJ: phase.energyPerUnitJ * times,
    })),
  };
}

const setsThere = async (): Promise<FactorSetDto[]> =>
  (await walk<FactorSetDto>(service, '/v1/factor-sets', 100)).items;

describe('publishing', () => {
  it('freezes factors and grid under a label and a hash of the content', async () => {
    const { status, body } = await publish('2026.10', 'the first');
    expect(status).toBe(201);
    expect(body).toEqual({
      version: '2026.10',
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      method: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      dataVersion: await dataVersion(),
      publishedAt: expect.stringMatching(/Z$/) as string,
      notes: 'the first',
      counts: expect.objectContaining({ runs: 6793, sources: expect.any(Number) as number }) as object,
      sameContentAs: [],
    });
    const { body: factors } = await service.get<{ total: number }>('/v1/factors?limit=1');
    expect(body.counts.factors).toBe(factors.total);
    for (const name of ['2026.10', body.hash, body.hash.toUpperCase().replace('SHA', 'sha')]) {
      expect((await service.get(`/v1/factor-sets/${name}`)).body).toEqual(body);
    }
    expect(await setsThere()).toEqual([body]);
  });

  it('says so where the content has another label already, and lists the newest first', async () => {
    const { body } = await publish('2026.10-copy');
    expect(body.sameContentAs).toEqual(['2026.10']);
    const sets = await setsThere();
    expect(sets.map(({ version, sameContentAs }) => [version, sameContentAs])).toEqual([
      ['2026.10-copy', ['2026.10']],
      ['2026.10', ['2026.10-copy']],
    ]);
    expect(new Set(sets.map(({ hash }) => hash)).size).toBe(1);
  });

  it('never gives a label twice: the answer names the content that has it', async () => {
    const [first] = (await setsThere()).slice(-1);
    const body = problem(await publish('2026.10'));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([409, 'CONFLICT', ['version']]);
    expect(body.detail).toContain(first?.hash);
  });

  it('gives a label to one of many who ask at once', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map(() => publish('2026.10-race')));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it.each(['latest', 'Latest', 'diff', 'sha256:abc', '../up', 'a b', '.hidden', 'x'.repeat(65), '', 7])(
    'refuses the label %j',
    async (version) => {
      const body = problem(await service.post('/v1/factor-sets', { version }, key));
      expect([body.status, body.code, [...new Set(fieldsOf(body))]]).toEqual([
        422,
        'VALIDATION_FAILED',
        ['version'],
      ]);
    },
  );

  it('is for keys with the scope', async () => {
    const body = problem(await service.post('/v1/factor-sets', { version: 'no-key' }));
    expect(body.status).toBe(401);
  });

  it('cannot be undone, not even in the database', async () => {
    for (const statement of [
      "UPDATE factor_set SET notes = 'other'",
      "DELETE FROM factor_set WHERE version = '2026.10'",
      'TRUNCATE factor_set',
      "UPDATE factor_set_content SET body = ''",
      'DELETE FROM factor_set_content',
      'TRUNCATE factor_set_content CASCADE',
    ]) {
      await expect(query(databaseUrl, statement)).rejects.toThrow('what is published stays as it is');
    }
  });

  it('gives the same hash to the same data in another installation', async () => {
    const other = await createEmptyDatabase();
    const elsewhere = await startService({ databaseUrl: other });
    const headers = withKey(await createKey(other, 'factors:publish'));
    const { body } = await elsewhere.post<FactorSetDto>('/v1/factor-sets', { version: 'mine' }, headers);
    const [here] = (await setsThere()).slice(-1);
    expect(body.dataVersion).not.toBe(here?.dataVersion);
    expect(body.hash).toBe(here?.hash);
  });
});

describe('a pinned answer', () => {
  it('names the set that it is from, whichever way it was asked for', async () => {
    const { body: set } = await service.get<FactorSetDto>('/v1/factor-sets/2026.10');
    const stamp = {
      factorSet: '2026.10',
      factorSetHash: set.hash,
      dataVersion: set.dataVersion,
      method: set.method,
    };
    const byLabel = await estimate('2026.10');
    expect(byLabel.body).toMatchObject(stamp);
    expect((await estimate(set.hash)).text).toBe(byLabel.text);
    const { body: page } = await service.get<{ items: FactorDto[] }>(
      '/v1/factors?limit=3&factorSet=2026.10&task=summarization',
    );
    for (const factor of page.items) expect(factor).toMatchObject(stamp);
    expect((await estimate('latest')).body).toMatchObject({ factorSet: 'latest', factorSetHash: null });
  });

  it('gives the figures that were live when it was published', async () => {
    const [pinned, live] = [await estimate('2026.10'), await estimate()];
    const figures = ({ body }: { body: EstimateDto }) => [body.perDay, body.workloads, body.warnings];
    expect(figures(pinned)).toEqual(figures(live));
    const path = '/v1/factors?task=text-generation&zone=SWE&pue=1.2&limit=500';
    const list = async (factorSet: string) =>
      (await service.get<{ items: FactorDto[] }>(`${path}&factorSet=${factorSet}`)).body.items.map(
        ({ factorSet: _set, factorSetHash: _hash, ...factor }) => factor,
      );
    expect(await list('2026.10')).toEqual(await list('latest'));
  });

  it.each([
    ['2026.1O', 422],
    [`sha256:${'0'.repeat(64)}`, 422],
    ['sha256:12', 422],
  ])('is refused where there is no set %s', async (factorSet, status) => {
    for (const reply of [
      await estimate(factorSet),
      await service.get(`/v1/factors?factorSet=${factorSet}`),
    ]) {
      const body = problem(reply);
      expect([body.status, fieldsOf(body)]).toEqual([status, ['factorSet']]);
    }
    expect(problem(await service.get('/v1/factor-sets/2026.1O')).status).toBe(404);
    expect(suggestionsOf(problem(await estimate('2026.1O')))).toContain('2026.10');
  });

  it('is refused where this service computes with another method than the set', async () => {
    const [set] = await setsThere();
    await query(
      databaseUrl,
      `INSERT INTO factor_set (version, hash, method_version, data_version) VALUES ('older', $1, '0.1.0', 'x.1')`,
      [set?.hash],
    );
    const body = problem(await estimate('older'));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([409, 'CONFLICT', ['factorSet']]);
    expect(body.detail).toMatch(/method 0\.1\.0/);
    expect((await service.get('/v1/factor-sets/diff?from=older')).status).toBe(200);
  });
});

describe('after new runs came in', () => {
  const NEW_MODEL = 'example/newcomer-1b';
  let before: string;
  let receipt: string;
  let live: EstimateDto;
  let measured: RunDraft;

  beforeAll(async () => {
    before = (await estimate('2026.10')).text;
    live = (await estimate()).body;
    const stored = { ...FLEET, factorSet: '2026.10', store: true };
    receipt = (await service.post<EstimateDto>('/v1/estimates', stored)).text;
    measured = await draftLike(databaseUrl, MODEL, 'text-generation');
    await ingest([
      another(measured, 3),
      another(measured, 2),
      another(measured, 1.5, { modelId: NEW_MODEL }),
    ]);
    await query(
      databaseUrl,
      `WITH moved AS (UPDATE grid_intensity SET g_co2e_per_kwh = g_co2e_per_kwh * 2 WHERE zone = 'USA' RETURNING 1)
       SELECT bump_data_version() FROM moved LIMIT 1`,
    );
    await eventually(
      async () => (await estimate()).body.workloads[0]?.zone.carbonIntensityGPerKwh,
      (intensity) => intensity !== live.workloads[0]?.zone.carbonIntensityGPerKwh,
    );
    expect((await publish('2026.11')).status).toBe(201);
  });

  it('latest moved', async () => {
    const { body } = await estimate();
    for (const index of [0, 1]) {
      const [was, is] = [live.workloads[index], body.workloads[index]];
      expect(is?.perDay.energyKwh.mean).not.toBe(was?.perDay.energyKwh.mean);
    }
    expect(body.id).not.toBe(live.id);
  });

  it('a pinned estimate repeats byte for byte, also as a receipt', async () => {
    expect((await estimate('2026.10')).text).toBe(before);
    const { id } = JSON.parse(receipt) as EstimateDto;
    expect((await service.get(`/v1/estimates/${id}`)).text).toBe(receipt);
    const stored = { ...FLEET, factorSet: '2026.10', store: true };
    expect((await service.post('/v1/estimates', stored)).text).toBe(receipt);
  });

  it('a pinned estimate repeats byte for byte in a service that has just started', async () => {
    const fresh = await startService({ databaseUrl });
    expect((await estimate('2026.10', fresh)).text).toBe(before);
    await fresh.stop();
  });

  it('the new set gives what latest gives', async () => {
    const [pinned, now] = [(await estimate('2026.11')).body, (await estimate()).body];
    expect(pinned.workloads).toEqual(now.workloads);
    expect(pinned.factorSetHash).not.toBe((JSON.parse(before) as EstimateDto).factorSetHash);
  });

  it('a model that came later is not known in the older set', async () => {
    const path = (factorSet: string) =>
      `/v1/factors?model=${encodeURIComponent(NEW_MODEL)}&factorSet=${factorSet}`;
    const body = problem(await service.get(path('2026.10')));
    expect([body.status, body.code]).toEqual([422, 'UNKNOWN_MODEL']);
    expect((await service.get<{ total: number }>(path('2026.11'))).body.total).toBeGreaterThan(0);
  });

  describe('the diff', () => {
    const changesOf = async (query: string): Promise<FactorSetChangeDto[]> =>
      (await walk<FactorSetChangeDto>(service, `/v1/factor-sets/diff?${query}`, 300)).items;
    const factorsOf = async (factorSet: string) => {
      const { items } = await walk<FactorDto>(service, `/v1/factors?factorSet=${factorSet}`, 500);
      return new Map(items.map((factor) => [factor.id, factor]));
    };
    /** What may differ between sets, without what says which set it is and what the grid makes of it. */
    const ofRuns = ({ energyWhPerUnit, n, secondsPerUnit, coldStartEnergyWh, flags }: FactorDto) =>
      JSON.stringify({ energyWhPerUnit, n, secondsPerUnit, coldStartEnergyWh, flags });

    it('lists exactly the factors that those runs moved and added, with old and new figures', async () => {
      const [old, now] = [await factorsOf('2026.10'), await factorsOf('2026.11')];
      const changes = await changesOf('from=2026.10&to=2026.11&table=factors');
      const moved = [...now].filter(([id, factor]) => {
        const was = old.get(id);
        return was !== undefined && ofRuns(was) !== ofRuns(factor);
      });
      const added = [...now.keys()].filter((id) => !old.has(id));
      const keysOf = (kind: string) => changes.filter(({ change }) => change === kind).map((c) => c.key);
      expect(keysOf('moved').sort()).toEqual(moved.map(([id]) => id).sort());
      expect(keysOf('added').sort()).toEqual(added.sort());
      expect(keysOf('removed')).toEqual([]);
      expect(added.map((id) => now.get(id)?.model)).toEqual(added.map(() => NEW_MODEL));
      expect(moved.length).toBeGreaterThan(3);
      for (const { key, change, from, to, factor, relativeChange } of changes) {
        const [was, is] = [old.get(key), now.get(key)];
        expect(to).toMatchObject({ energyWhPerUnit: is?.energyWhPerUnit.mean, runs: is?.n.runs });
        expect(factor).toMatchObject({ task: is?.task, model: is?.model, level: is?.level });
        if (change === 'added') expect([from, relativeChange]).toEqual([null, null]);
        else {
          expect(from).toMatchObject({
            energyWhPerUnit: was?.energyWhPerUnit.mean,
            sigma: was?.energyWhPerUnit.sigma,
          });
          const ratio = (is?.energyWhPerUnit.mean ?? NaN) / (was?.energyWhPerUnit.mean ?? NaN);
          expect(relativeChange).toBeCloseTo(ratio - 1, 12);
        }
      }
      const cell = changes.find(({ factor }) => factor?.model === MODEL && factor.level === 'measured-cell');
      expect(cell).toMatchObject({ change: 'moved', to: { runs: (cell?.from?.runs ?? NaN) + 2 } });
    });

    it('lists the grid rows that changed', async () => {
      const [usa, ...others] = await changesOf('from=2026.10&to=2026.11&table=grid&change=moved');
      expect(usa).toMatchObject({
        table: 'grid',
        key: expect.stringMatching(/^USA@/) as string,
        factor: null,
        relativeChange: 1,
        to: { carbonIntensityGPerKwh: 2 * (usa?.from?.carbonIntensityGPerKwh ?? NaN) },
      });
      for (const { key, fields } of others) {
        expect(key).toMatch(/^USA@/);
        expect(fields).toContain('carbonIntensityGPerKwh');
      }
    });

    it('puts the largest change first, and counts what it lists', async () => {
      const changes = await changesOf('from=2026.10&to=2026.11');
      const kinds = changes.map(({ change }) => ['moved', 'added', 'removed'].indexOf(change));
      expect(kinds).toEqual([...kinds].sort());
      const sizes = changes.flatMap(({ change, relativeChange }) =>
        change === 'moved' ? [Math.abs(Math.log1p(relativeChange ?? NaN))] : [],
      );
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      const { body } = await service.get<FactorSetDiffDto>('/v1/factor-sets/diff?from=2026.10&to=2026.11');
      const { factors, grid, cloudRegions } = body.summary;
      const listed = [factors, grid, cloudRegions].map(
        ({ moved, added, removed }) => moved + added + removed,
      );
      expect(listed.reduce((sum, count) => sum + count, 0)).toBe(changes.length);
      expect(body).toMatchObject({ total: changes.length, sameContent: false });
      expect(factors.unchanged).toBeGreaterThan(factors.moved);
    });

    it('is the same the other way round, and against latest', async () => {
      const there = await changesOf('from=2026.10&to=2026.11');
      const back = await changesOf('from=2026.11&to=2026.10');
      expect(back.map(({ key }) => key).sort()).toEqual(there.map(({ key }) => key).sort());
      const swapped = { moved: 'moved', added: 'removed', removed: 'added' };
      const kind = new Map(there.map(({ table, key, change }) => [`${table} ${key}`, change]));
      for (const { table, key, change } of back) {
        expect(change).toBe(swapped[kind.get(`${table} ${key}`) ?? 'moved']);
      }
      expect(await changesOf('from=2026.10')).toEqual(there);
      const { body } = await service.get<FactorSetDiffDto>(
        '/v1/factor-sets/diff?from=2026.10&to=2026.10-copy',
      );
      expect([body.total, body.sameContent]).toEqual([0, true]);
    });

    it.each([
      ['', 'from'],
      ['from=nowhere', 'from'],
      ['from=2026.10&to=nowhere', 'to'],
      ['from=2026.10&table=all', 'table'],
      ['from=2026.10&change=up', 'change'],
    ])('refuses ?%s', async (query, field) => {
      const body = problem(await service.get(`/v1/factor-sets/diff?${query}`));
      expect([body.status, [...new Set(fieldsOf(body))]]).toEqual([422, [field]]);
    });
  });

  it('is the same over GraphQL', async () => {
    const { data, errors } = await service.graphql<{
      factorSets: { total: number };
      factorSet: FactorSetDto;
      factorSetDiff: FactorSetDiffDto;
      estimate: { id: string; factorSetHash: string };
    }>(
      `query ($fleet: EstimateInput!) {
        factorSets { total }
        factorSet(version: "2026.10") { version hash counts { factors runs } sameContentAs }
        factorSetDiff(from: "2026.10", to: "2026.11", limit: 2) {
          total summary { factors { moved added removed unchanged } }
          items { table change key relativeChange fields from { energyWhPerUnit } to { energyWhPerUnit } }
        }
        estimate(input: $fleet) { id factorSetHash }
      }`,
      { fleet: { ...FLEET, factorSet: '2026.10' } },
    );
    expect(errors).toBeUndefined();
    const { body: set } = await service.get<FactorSetDto>('/v1/factor-sets/2026.10');
    const { body: diff } = await service.get<FactorSetDiffDto>(
      '/v1/factor-sets/diff?from=2026.10&to=2026.11&limit=2',
    );
    const { id, factorSetHash } = JSON.parse(before) as EstimateDto;
    expect(set).toMatchObject(data.factorSet);
    expect(diff).toMatchObject(data.factorSetDiff);
    expect(data.estimate).toEqual({ id, factorSetHash });
    const answer = await service.post<{ data: { publishFactorSet: { hash: string } } }>(
      '/graphql',
      {
        query: 'mutation { publishFactorSet(input: { version: "2026.11-graphql" }) { hash sameContentAs } }',
      },
      key,
    );
    expect(answer.body.data.publishFactorSet).toEqual({
      hash: (await service.get<FactorSetDto>('/v1/factor-sets/2026.11')).body.hash,
      sameContentAs: ['2026.11'],
    });
  });
});

describe('while others write', () => {
  const waitingPublishers = async (): Promise<number> =>
    (
      await query(
        databaseUrl,
        "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'factor_set_content'::regclass",
      )
    ).length;

  /** Holds a publication just before it writes, runs the step, and lets go. */
  async function whilePublishing<T>(version: string, at: Service, step: () => Promise<T>) {
    const holder = new pg.Client({ connectionString: databaseUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE factor_set_content IN SHARE MODE');
      const reply = at.post<FactorSetDto>('/v1/factor-sets', { version }, key);
      reply.catch(() => undefined);
      await eventually(waitingPublishers, (count) => count > 0);
      return { reply, result: await step() };
    } finally {
      await holder.end();
    }
  }

  it('a set holds the data of one moment: runs that commit meanwhile are not in it', async () => {
    const { body: control } = await publish('before-ingest');
    const draft = another(await draftLike(databaseUrl, MODEL, 'text-generation'), 5);
    const { reply } = await whilePublishing('during-ingest', service, () => ingest([draft]));
    expect((await reply).body.hash).toBe(control.hash);
    expect((await publish('after-ingest')).body.hash).not.toBe(control.hash);
  });

  it('a service that is killed while it publishes leaves nothing behind', async () => {
    const doomed = await startService({ databaseUrl });
    const { reply } = await whilePublishing('never', doomed, () => doomed.kill());
    await expect(reply).rejects.toThrow();
    expect((await service.get('/v1/factor-sets/never')).status).toBe(404);
    expect((await publish('never')).status).toBe(201);
  });
});
