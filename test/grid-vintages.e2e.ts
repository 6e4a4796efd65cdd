import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { GridIntensityDto } from '../src/modules/grid/grid.dto.js';
import { createDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import type { Page } from './support/pages.js';
import { problem, suggestionsOf } from './support/problem.js';
import { root, startService } from './support/service.js';
import type { Service } from './support/service.js';

const run = promisify(execFile);

let service: Service;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  await run(process.execPath, [
    join(root, 'test', 'support', 'load-grid.mjs'),
    databaseUrl,
    join(root, 'test', 'fixtures', 'grid-second'),
  ]);
  await eventually(
    () => list('zone=SWE'),
    ({ total }) => total > 1,
  );
});

const list = async (query: string): Promise<Page<GridIntensityDto>> =>
  (await service.get<Page<GridIntensityDto>>(`/v1/grid-intensities?${query}`)).body;

const vintages = ({ items }: Page<GridIntensityDto>): string[] => items.map(({ vintage }) => vintage);

const zoneOf = async (zone: string) => {
  const workload = { task: 'text-generation', inferencesPerDay: 1, zone };
  const { body } = await service.post<EstimateDto>('/v1/estimates', { workloads: [workload] });
  return body.workloads[0]?.zone;
};

it('lists all vintages of a zone, the one in use first, the unusable one last', async () => {
  const page = await list('zone=SWE');
  expect(vintages(page)).toEqual(['ember-2025', 'ember-2024', 'ember-2023', 'preview-2026']);
  expect(page.items.map(({ preferred }) => preferred)).toEqual([true, false, false, false]);
  expect(page.items[3]).toMatchObject({ mix: 'consumption', lifeCycle: 'direct', averaging: 'marginal' });
});

it('picks out a year or a vintage', async () => {
  expect(vintages(await list('zone=SWE&year=2023'))).toEqual(['ember-2023']);
  expect(vintages(await list('zone=SWE&vintage=ember-2024'))).toEqual(['ember-2024']);
  expect(vintages(await list('zone=SWE@2024'))).toEqual(['ember-2024']);
});

it('pages through the vintages in that order', async () => {
  const first = await list('zone=SWE&limit=3');
  const rest = await list(`zone=SWE&limit=3&cursor=${first.nextCursor ?? ''}`);
  expect([...vintages(first), ...vintages(rest)]).toEqual(vintages(await list('zone=SWE')));
});

it('computes with the newest that is usable, or with the one that the request pins', async () => {
  expect(await zoneOf('SWE')).toMatchObject({ vintage: 'ember-2025', carbonIntensityGPerKwh: 33 });
  expect(await zoneOf('sweden@2023')).toMatchObject({ vintage: 'ember-2023', carbonIntensityGPerKwh: 41 });
  expect(await zoneOf('SE@ember-2024')).toMatchObject({
    vintage: 'ember-2024',
    carbonIntensityGPerKwh: 35.89,
  });
});

it.each(['SWE@2019', 'SWE@preview-2026'])('refuses %s and names what there is', async (zone) => {
  const body = problem(await service.get(`/v1/factors?zone=${zone}&limit=1`));
  expect([body.status, body.code]).toEqual([422, 'UNKNOWN_VINTAGE']);
  expect(suggestionsOf(body)).toEqual(['SWE@ember-2025', 'SWE@ember-2024', 'SWE@ember-2023']);
});
