import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { GridIntensityPage } from '../src/modules/grid/grid.dto.js';
import { afterSuite } from './support/cleanup.js';
import { fakeElectricityMaps, figure, KEY, refuse } from './support/fake-electricity-maps.js';
import type { FakeElectricityMaps } from './support/fake-electricity-maps.js';
import type { Page } from './support/pages.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let fake: FakeElectricityMaps;
let service: Service;
beforeAll(async () => {
  fake = await fakeElectricityMaps();
  afterSuite(() => fake.close());
  service = await startService({
    env: { WATTFACTOR_ELECTRICITY_MAPS_KEY: KEY, WATTFACTOR_ELECTRICITY_MAPS_URL: fake.url },
  });
});

const ask = (query: string) => service.get<GridIntensityPage>(`/v1/grid-intensities?${query}`);

it('asks nobody unless it is asked to', async () => {
  const { body } = await ask('zone=SWE');
  expect(body.live).toBeNull();
  expect(fake.asked).toEqual([]);
});

it('gives the live figure beside the stored ones, and no ETag that would outlive it', async () => {
  fake.behave(figure({ carbonIntensity: 61, isEstimated: true }));
  const { body, headers } = await ask('zone=sweden&live=true');
  expect(body.live).toEqual({
    provider: 'Electricity Maps',
    providerZone: 'SE',
    asked: true,
    used: true,
    fallbackReason: null,
    carbonIntensityGPerKwh: 61,
    measuredAt: '2026-03-01T14:00:00.000Z',
    estimated: true,
    lifeCycle: 'lifecycle',
  });
  expect(body.items[0]).toMatchObject({ vintage: 'ember-2024', carbonIntensityGPerKwh: 35.89 });
  expect(headers['etag']).toBeUndefined();
  const { headers: stored } = await ask('zone=sweden');
  const conditional = await service.get('/v1/grid-intensities?zone=sweden&live=true', {
    'if-none-match': String(stored['etag']),
  });
  expect(conditional.status).toBe(200);
});

it('keeps the live figure out of factors and of later answers', async () => {
  await ask('zone=SWE&live=true');
  expect((await ask('zone=SWE')).body.items[0]?.carbonIntensityGPerKwh).toBe(35.89);
  const { body } = await service.get<Page<FactorDto>>('/v1/factors?zone=SWE&limit=1');
  expect(body.items[0]?.resolvedZone).toMatchObject({ carbonIntensityGPerKwh: 35.89, live: null });
});

it("asks for a cloud region's grid by the provider's name for it", async () => {
  const { body } = await ask('zone=aws/us-west-2&live=true');
  expect(body.live).toMatchObject({ providerZone: 'US-NW-BPAT', used: true });
});

it('answers the same over GraphQL', async () => {
  const { data } = await service.graphql<{ gridIntensities: GridIntensityPage }>(
    '{ gridIntensities(zone: "SWE", live: true) { total live { used providerZone } } }',
  );
  expect(data.gridIntensities).toEqual({ total: 1, live: { used: true, providerZone: 'SE' } });
});

it('gives the stored figure and the reason where there is no live one', async () => {
  const stored = { used: false, asked: true, measuredAt: null, estimated: null };
  expect((await ask('zone=US-EGRID-NWPP&live=true')).body.live).toEqual({
    ...stored,
    provider: 'Electricity Maps',
    providerZone: null,
    fallbackReason: 'zone-not-covered',
    carbonIntensityGPerKwh: 288.15,
    lifeCycle: 'direct',
  });
  fake.behave(refuse(429));
  const { body, status } = await ask('zone=IND&live=true');
  expect(status).toBe(200);
  expect(body.live).toMatchObject({
    ...stored,
    fallbackReason: 'rate-limited',
    carbonIntensityGPerKwh: 708.96,
  });
});

it('says that it has no key, by REST and by GraphQL, where it was given none', async () => {
  const keyless = await startService();
  const { body } = await keyless.get<GridIntensityPage>('/v1/grid-intensities?zone=SWE&live=true');
  expect(body.live).toMatchObject({
    ...{ provider: 'Electricity Maps', asked: true, used: false, fallbackReason: 'no-key' },
    carbonIntensityGPerKwh: 35.89,
  });
  const { data } = await keyless.graphql<{ gridIntensities: GridIntensityPage }>(
    '{ gridIntensities(zone: "SWE", live: true) { live { used fallbackReason } } }',
  );
  expect(data.gridIntensities.live).toEqual({ used: false, fallbackReason: 'no-key' });
});

it('needs a zone to ask for', async () => {
  const body = problem(await ask('live=true'));
  expect([body.status, fieldsOf(body)]).toEqual([422, ['zone']]);
});
