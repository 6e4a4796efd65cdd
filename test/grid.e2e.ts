import type { GridIntensityDto } from '../src/modules/grid/grid.dto.js';
import type { Page } from './support/pages.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const ask = async (zone: string): Promise<GridIntensityDto | undefined> => {
  const { body, status, text } = await service.get<Page<GridIntensityDto>>(
    `/v1/grid-intensities?zone=${encodeURIComponent(zone)}`,
  );
  if (status !== 200) throw new Error(text);
  return body.items[0];
};

it.each([
  ['alpha-3', 'USA', 'USA', 383.55],
  ['alpha-2', 'US', 'USA', 383.55],
  ['lower case', 'usa', 'USA', 383.55],
  ['a name', 'United States', 'USA', 383.55],
  ['alpha-3', 'SWE', 'SWE', 35.89],
  ['alpha-2', 'se', 'SWE', 35.89],
  ['a name', 'sweden', 'SWE', 35.89],
  ['alpha-3', 'IND', 'IND', 708.96],
  ['a cloud region of Google', 'gcp/us-west1', 'GCP:us-west1', 79.23],
  ['the same with a colon', 'gcp:us-west1', 'GCP:us-west1', 79.23],
  ['a zone of the study', 'STUDY:us-west-2-logged', 'STUDY:us-west-2-logged', 138.75],
])('understands %s, %s', async (_how, asked, zone, intensity) => {
  expect(await ask(asked)).toMatchObject({ zone, carbonIntensityGPerKwh: intensity });
});

it('understands a region of Amazon as the eGRID sub-region that it lies in', async () => {
  const subRegion = await ask('US-EGRID-NWPP');
  expect(subRegion).toMatchObject({ zone: 'US-EGRID-NWPP', kind: 'us-egrid-subregion', country: 'USA' });
  expect(await ask('aws/us-west-2')).toEqual(subRegion);
});

it('names year, source and licence of every figure, and never a figure below zero', async () => {
  const { items } = await walk<GridIntensityDto>(service, '/v1/grid-intensities', 500);
  expect(items).toHaveLength(346);
  const bad = items.filter(
    (row) =>
      !(row.carbonIntensityGPerKwh >= 0) || row.source === '' || row.licence === '' || !(row.sigma > 0),
  );
  expect(bad).toEqual([]);
});

it('is less sure of a country that varies inside than of one that does not', async () => {
  expect((await ask('USA'))?.sigma).toBe(0.35);
  expect((await ask('IND'))?.sigma).toBe(0.08);
  expect((await ask('SWE'))?.sigma).toBe(0.3);
});

it('filters by kind and searches by a misspelt name', async () => {
  const { body } = await service.get<Page<GridIntensityDto>>('/v1/grid-intensities?kind=us-egrid-subregion');
  expect(body.total).toBeGreaterThan(20);
  expect(new Set(body.items.map(({ kind }) => kind))).toEqual(new Set(['us-egrid-subregion']));
  const { body: found } = await service.get<Page<GridIntensityDto>>('/v1/grid-intensities?q=swedn');
  expect(found.items[0]?.zone).toBe('SWE');
});

it.each([
  ['swedn', 'UNKNOWN_ZONE', 'Sweden'],
  ['US-EGRID-NWP', 'UNKNOWN_ZONE', 'US-EGRID-NWPP'],
  ['aws/us-west-99', 'UNKNOWN_CLOUD_REGION', 'aws/us-west-2'],
  ['gcp/us-wst1', 'UNKNOWN_CLOUD_REGION', 'gcp/us-west1'],
])('refuses the unknown zone %s with close matches', async (zone, code, meant) => {
  const body = problem(await service.get(`/v1/grid-intensities?zone=${zone}`));
  expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, ['zone']]);
  expect(suggestionsOf(body)).toContain(meant);
});
