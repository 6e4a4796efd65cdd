import type { CloudRegionDto } from '../src/modules/grid/cloud-region/cloud-region.dto.js';
import type { ProviderDto } from '../src/modules/grid/provider/provider.dto.js';
import type { Page } from './support/pages.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

it('lists every cloud region with the grid that serves it', async () => {
  const { items } = await walk<CloudRegionDto>(service, '/v1/cloud-regions', 50);
  expect(items).toHaveLength(104);
  expect(items.filter(({ grid, source, licence }) => !grid || !source || !licence)).toEqual([]);
});

it.each(['/v1/cloud-regions/aws/us-west-2', '/v1/cloud-regions/Amazon/US-West-2'])(
  'finds %s',
  async (path) => {
    const { body } = await service.get<CloudRegionDto>(path);
    expect(body).toMatchObject({
      provider: 'aws',
      region: 'us-west-2',
      country: 'USA',
      pue: 1.12,
      pueYear: 2024,
      electricityMapsZone: 'US-NW-BPAT',
      grid: { zone: 'US-EGRID-NWPP', how: 'cloud-region', basis: 'Oregon', carbonIntensityGPerKwh: 288.15 },
    });
  },
);

it("asks Electricity Maps for a region's own country, not for the neighbour that the source names", async () => {
  const { body } = await service.get<CloudRegionDto>('/v1/cloud-regions/azure/northeurope');
  expect(body).toMatchObject({ country: 'IRL', electricityMapsZone: 'IE', wueLPerKwh: null });
});

it('filters by provider under any of its names, and searches', async () => {
  const { body } = await service.get<Page<CloudRegionDto>>('/v1/cloud-regions?provider=Amazon&q=orgon');
  expect(body.items[0]?.region).toBe('us-west-2');
  expect(new Set(body.items.map(({ provider }) => provider))).toEqual(new Set(['aws']));
});

it('answers an unknown region with 404 and an unknown provider with 422, with close matches', async () => {
  const region = problem(await service.get('/v1/cloud-regions/aws/us-west-9'));
  expect([region.status, region.code]).toEqual([404, 'UNKNOWN_CLOUD_REGION']);
  expect(suggestionsOf(region)).toContain('aws/us-west-2');
  const provider = problem(await service.get('/v1/providers?provider=gogle'));
  expect([provider.status, provider.code, fieldsOf(provider)]).toEqual([
    422,
    'UNKNOWN_PROVIDER',
    ['provider'],
  ]);
  expect(suggestionsOf(provider)).toEqual(['Google']);
});

it('lists PUE and WUE of providers by year, unknown as null', async () => {
  const { body } = await service.get<Page<ProviderDto>>('/v1/providers');
  expect(body.total).toBe(11);
  expect(body.items.filter(({ provider }) => provider === 'AWS')).toEqual([
    expect.objectContaining({
      year: 2024,
      pue: 1.15,
      wueLPerKwh: 0.15,
      confidence: 'high',
      secondHand: false,
    }),
    expect.objectContaining({ year: 2025, pue: 1.14, wueLPerKwh: null, wueYear: null }),
  ]);
  const { body: one } = await service.get<Page<ProviderDto>>('/v1/providers?provider=aws');
  expect(one.items.map(({ year }) => year)).toEqual([2024, 2025]);
});

it('answers the same over GraphQL', async () => {
  const { data } = await service.graphql<Record<string, unknown>>(`{
    cloudRegion(provider: "gcp", region: "us-west1") { location grid { zone vintage } }
    cloudRegions(provider: "azure", limit: 1) { total }
    providers(provider: "Google Cloud") { items { provider pue wueLPerKwh yearBasis } }
  }`);
  expect(data).toEqual({
    cloudRegion: { location: 'Oregon', grid: { zone: 'GCP:us-west1', vintage: 'gcp-2024' } },
    cloudRegions: { total: 28 },
    providers: { items: [{ provider: 'Google', pue: 1.09, wueLPerKwh: 0.999, yearBasis: 'calendar' }] },
  });
});
