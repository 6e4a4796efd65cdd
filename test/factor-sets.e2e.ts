import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { FactorSetDto } from '../src/modules/factors/factor-set/factor-set.dto.js';
import { createEmptyDatabase, query } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { Publishing } from './support/publishing.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let sets: Publishing;
let service: Service;
beforeAll(async () => {
  sets = await Publishing.start();
  ({ service } = sets);
});

const setsThere = async (): Promise<FactorSetDto[]> =>
  (await walk<FactorSetDto>(service, '/v1/factor-sets', 100)).items;

describe('publishing', () => {
  it('freezes factors and grid under a label and a hash of the content', async () => {
    const { status, body } = await sets.publish('2026.10', 'the first');
    expect(status).toBe(201);
    expect(body).toEqual({
      version: '2026.10',
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      method: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      dataVersion: await sets.dataVersion(),
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
    const { body } = await sets.publish('2026.10-copy');
    expect(body.sameContentAs).toEqual(['2026.10']);
    const there = await setsThere();
    expect(there.map(({ version, sameContentAs }) => [version, sameContentAs])).toEqual([
      ['2026.10-copy', ['2026.10']],
      ['2026.10', ['2026.10-copy']],
    ]);
    expect(new Set(there.map(({ hash }) => hash)).size).toBe(1);
  });

  it('never gives a label twice: the answer names the content that has it', async () => {
    const [first] = (await setsThere()).slice(-1);
    const body = problem(await sets.publish('2026.10'));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([409, 'CONFLICT', ['version']]);
    expect(body.detail).toContain(first?.hash);
  });

  it('gives a label to one of many who ask at once', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map(() => sets.publish('2026.10-race')));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it.each(['latest', 'Latest', 'diff', 'sha256:abc', '../up', 'a b', '.hidden', 'x'.repeat(65), '', 7])(
    'refuses the label %j',
    async (version) => {
      const body = problem(await service.post('/v1/factor-sets', { version }, sets.key));
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
      await expect(query(sets.databaseUrl, statement)).rejects.toThrow('what is published stays as it is');
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
    const byLabel = await sets.estimate('2026.10');
    expect(byLabel.body).toMatchObject(stamp);
    expect((await sets.estimate(set.hash)).text).toBe(byLabel.text);
    const { body: page } = await service.get<{ items: FactorDto[] }>(
      '/v1/factors?limit=3&factorSet=2026.10&task=summarization',
    );
    for (const factor of page.items) expect(factor).toMatchObject(stamp);
    expect((await sets.estimate('latest')).body).toMatchObject({ factorSet: 'latest', factorSetHash: null });
  });

  it('gives the figures that were live when it was published', async () => {
    const [pinned, live] = [await sets.estimate('2026.10'), await sets.estimate()];
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
      await sets.estimate(factorSet),
      await service.get(`/v1/factors?factorSet=${factorSet}`),
    ]) {
      const body = problem(reply);
      expect([body.status, fieldsOf(body)]).toEqual([status, ['factorSet']]);
    }
    expect(problem(await service.get('/v1/factor-sets/2026.1O')).status).toBe(404);
    expect(suggestionsOf(problem(await sets.estimate('2026.1O')))).toContain('2026.10');
  });

  it('is refused where this service computes with another method than the set', async () => {
    const [set] = await setsThere();
    await query(
      sets.databaseUrl,
      `INSERT INTO factor_set (version, hash, method_version, data_version) VALUES ('older', $1, '0.1.0', 'x.1')`,
      [set?.hash],
    );
    const body = problem(await sets.estimate('older'));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([409, 'CONFLICT', ['factorSet']]);
    expect(body.detail).toMatch(/method 0\.1\.0/);
    expect((await service.get('/v1/factor-sets/diff?from=older')).status).toBe(200);
  });
});
