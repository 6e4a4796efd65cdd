import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { GridIntensityDto } from '../src/modules/grid/grid.dto.js';
import type { Page } from './support/pages.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { root, startService } from './support/service.js';
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
  ['an eGRID sub-region without its prefix', 'nwpp', 'US-EGRID-NWPP', 288.15],
  ['a state', 'us-or', 'US-OR', 138.75],
  ['a state by its name', 'Oregon', 'US-OR', 138.75],
  ['a region of Amazon, whatever its case and blanks', ' AWS / US-West-2 ', 'US-EGRID-NWPP', 288.15],
  ['a region of Microsoft', 'azure/eastus', 'US-EGRID-SRVC', 270.49],
  ['a name without its accents', "cote d'ivoire", 'CIV', 393.53],
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
  expect(items).toHaveLength(348);
  const bad = items.filter(
    (row) => row.usable && !((row.carbonIntensityGPerKwh ?? -1) > 0 && (row.sigma ?? 0) > 0),
  );
  expect(bad).toEqual([]);
  expect(items.filter(({ source, licence, vintage }) => !source || !licence || !vintage)).toEqual([]);
});

it('shows every row of the table as it is, and a figure that the source does not have as null', async () => {
  const table = parse(readFileSync(join(root, 'data', 'grid', '1', 'grid-intensity.csv')), {
    columns: true,
  }) as Record<string, string>[];
  const { items } = await walk<GridIntensityDto>(service, '/v1/grid-intensities', 500);
  const shown = new Map(items.map((row) => [row.zone, row]));
  const orNull = (cell: string | undefined) => (cell ? cell : null);
  for (const row of table) {
    expect(shown.get(row['zone'] ?? '')).toMatchObject({
      vintage: `${row['family']}-${row['year'] || 'undated'}`,
      name: row['name'],
      kind: row['kind'],
      carbonIntensityGPerKwh: row['zone'] === 'CAF' ? null : Number(row['g_co2e_per_kwh']),
      year: row['year'] ? Number(row['year']) : null,
      mix: orNull(row['mix']),
      lifeCycle: orNull(row['lifecycle']),
      averaging: orNull(row['averaging']),
      accounting: row['accounting'],
      usable: row['usable'] === '1',
      secondHand: row['second_hand'] === '1',
      basis: orNull(row['basis']),
      source: row['source'],
      licence: row['licence'],
      note: orNull(row['note']),
    });
  }
});

it('shows the national figures of all sources under the country, the one that is used first', async () => {
  const { body } = await service.get<Page<GridIntensityDto>>('/v1/grid-intensities?zone=USA');
  expect(body.items.map(({ zone, vintage, usable }) => [zone, vintage, usable])).toEqual([
    ['USA', 'ember-2024', true],
    ['US-EGRID-US', 'egrid-2023', true],
    ['US-usa', 'codecarbon-2016', false],
  ]);
});

it.each(['CAF', 'US-usa'])('computes nothing with the figure of %s, which must not be used', async (zone) => {
  const workload = { task: 'text-generation', inferencesPerDay: 1, zone };
  const reply = await service.post('/v1/estimates', { workloads: [workload] });
  const body = problem(reply);
  expect([body.status, body.code, fieldsOf(body)]).toEqual([422, 'NO_FIGURE', ['workloads.0.zone']]);
});

it('filters by vintage, by year and by use', async () => {
  const total = async (query: string) =>
    (await service.get<Page<GridIntensityDto>>(`/v1/grid-intensities?limit=1&${query}`)).body.total;
  expect(await total('vintage=egrid-2023')).toBe(28);
  expect(await total('vintage=EGRID-2023&year=2023')).toBe(28);
  expect(await total('vintage=egrid-2023&year=2024')).toBe(0);
  expect(await total('usable=false')).toBe(2);
  const body = problem(await service.get('/v1/grid-intensities?vintage=egrid-2032'));
  expect([body.code, suggestionsOf(body)[0]]).toEqual(['UNKNOWN_VINTAGE', 'egrid-2023']);
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
  ['aws/us-west-9', 'UNKNOWN_CLOUD_REGION', 'aws/us-west-2'],
  ['us-west-2', 'UNKNOWN_ZONE', 'aws/us-west-2'],
  ['OR', 'UNKNOWN_ZONE', 'US-OR'],
  ['aws/us-west-99', 'UNKNOWN_CLOUD_REGION', 'aws/us-west-2'],
  ['gcp/us-wst1', 'UNKNOWN_CLOUD_REGION', 'gcp/us-west1'],
])('refuses the unknown zone %s with close matches', async (zone, code, meant) => {
  const body = problem(await service.get(`/v1/grid-intensities?zone=${zone}`));
  expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, ['zone']]);
  expect(suggestionsOf(body)).toContain(meant);
});
