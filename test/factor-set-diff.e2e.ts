import type { RunDraft } from '../src/core/run/index.js';
import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type {
  FactorSetChangeDto,
  FactorSetDiffDto,
} from '../src/modules/factors/factor-set/factor-set-diff.dto.js';
import type { FactorSetDto } from '../src/modules/factors/factor-set/factor-set.dto.js';
import { query } from './support/database.js';
import { draftLike } from './support/drafts.js';
import { eventually } from './support/eventually.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem } from './support/problem.js';
import { another, FLEET, MODEL, Publishing } from './support/publishing.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let sets: Publishing;
let service: Service;
beforeAll(async () => {
  sets = await Publishing.start();
  ({ service } = sets);
});

describe('after new runs came in', () => {
  const NEW_MODEL = 'example/newcomer-1b';
  let before: string;
  let receipt: string;
  let live: EstimateDto;
  let measured: RunDraft;

  beforeAll(async () => {
    for (const version of ['2026.10', '2026.10-copy']) expect((await sets.publish(version)).status).toBe(201);
    before = (await sets.estimate('2026.10')).text;
    live = (await sets.estimate()).body;
    const stored = { ...FLEET, factorSet: '2026.10', store: true };
    receipt = (await service.post<EstimateDto>('/v1/estimates', stored)).text;
    measured = await draftLike(sets.databaseUrl, MODEL, 'text-generation');
    await sets.ingest([
      another(measured, 3),
      another(measured, 2),
      another(measured, 1.5, { modelId: NEW_MODEL }),
    ]);
    await query(
      sets.databaseUrl,
      `WITH moved AS (UPDATE grid_intensity SET g_co2e_per_kwh = g_co2e_per_kwh * 2 WHERE zone = 'USA' RETURNING 1)
       SELECT bump_data_version() FROM moved LIMIT 1`,
    );
    await eventually(
      async () => (await sets.estimate()).body.workloads[0]?.zone.carbonIntensityGPerKwh,
      (intensity) => intensity !== live.workloads[0]?.zone.carbonIntensityGPerKwh,
    );
    expect((await sets.publish('2026.11')).status).toBe(201);
  });

  it('latest moved', async () => {
    const { body } = await sets.estimate();
    for (const index of [0, 1]) {
      const [was, is] = [live.workloads[index], body.workloads[index]];
      expect(is?.perDay.energyKwh.mean).not.toBe(was?.perDay.energyKwh.mean);
    }
    expect(body.id).not.toBe(live.id);
  });

  it('a pinned estimate repeats byte for byte, also as a receipt', async () => {
    expect((await sets.estimate('2026.10')).text).toBe(before);
    const { id } = JSON.parse(receipt) as EstimateDto;
    expect((await service.get(`/v1/estimates/${id}`)).text).toBe(receipt);
    const stored = { ...FLEET, factorSet: '2026.10', store: true };
    expect((await service.post('/v1/estimates', stored)).text).toBe(receipt);
  });

  it('a pinned estimate repeats byte for byte in a service that has just started', async () => {
    const fresh = await startService({ databaseUrl: sets.databaseUrl });
    expect((await sets.estimate('2026.10', fresh)).text).toBe(before);
    await fresh.stop();
  });

  it('the new set gives what latest gives', async () => {
    const [pinned, now] = [(await sets.estimate('2026.11')).body, (await sets.estimate()).body];
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
      const listed = body.summary.map(({ moved, added, removed }) => moved + added + removed);
      const [factors] = body.summary;
      expect(listed.reduce((sum, count) => sum + count, 0)).toBe(changes.length);
      expect(body).toMatchObject({ total: changes.length, sameContent: false });
      expect(factors).toMatchObject({ table: 'factors', added: expect.any(Number) as number, removed: 0 });
      expect(factors?.unchanged).toBeGreaterThan(factors?.moved ?? Infinity);
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
          total summary { table moved added removed unchanged }
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
      sets.key,
    );
    expect(answer.body.data.publishFactorSet).toEqual({
      hash: (await service.get<FactorSetDto>('/v1/factor-sets/2026.11')).body.hash,
      sameContentAs: ['2026.11'],
    });
  });
});
