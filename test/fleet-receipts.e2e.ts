import { parse } from 'csv-parse/sync';
import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { ReceiptDto, ReceiptSummaryDto, RerunDto } from '../src/modules/estimate/receipt/receipt.dto.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
let databaseUrl: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
});

const INPUT = {
  name: 'receipt',
  store: true,
  workloads: [
    { label: '=SUM(A1), "q"\r\nx', task: 'text-generation', inferencesPerDay: 1e6, zone: 'SWE' },
    { label: 'b', task: 'summarization', inferencesPerDay: 0.1, zone: 'IND', pue: 1.2 },
  ],
};

const store = (input: object = INPUT) => service.post<EstimateDto>('/v1/estimates', input);

it('reads back byte for byte, after a kill and a restart as well', async () => {
  const { text, body } = await store();
  expect((await service.get(`/v1/estimates/${body.id}`)).text).toBe(text);
  await service.kill();
  service = await startService({ databaseUrl });
  expect((await service.get(`/v1/estimates/${body.id}`)).text).toBe(text);
});

it('keeps the input, its hash, the versions and the time', async () => {
  const { body } = await store();
  const { body: receipt } = await service.get<ReceiptDto>(`/v1/estimates/${body.id}/receipt`);
  expect(receipt.input).toEqual(INPUT);
  expect(receipt.inputHash).toMatch(/^[0-9a-f]{64}$/);
  expect(receipt).toMatchObject({
    factorSet: body.factorSet,
    dataVersion: body.dataVersion,
    methodVersion: body.method,
  });
  expect(Number.isNaN(Date.parse(receipt.createdAt))).toBe(false);
  expect(receipt.result).toEqual(body);
  const { data } = await service.graphql<{ estimateReceipt: ReceiptDto }>(
    `{ estimateReceipt(id: "${body.id}") { inputHash input result { id } } }`,
  );
  expect(data.estimateReceipt).toEqual({
    inputHash: receipt.inputHash,
    input: INPUT,
    result: { id: body.id },
  });
});

it('lists receipts, the newest first, by name and by input, for admins alone', async () => {
  const key = withKey(await createKey(databaseUrl, 'admin'));
  const admin: Service = { ...service, get: (path) => service.get(path, key) };
  const ids: string[] = [];
  for (const name of ['one', 'two', 'three'])
    ids.push((await store({ ...INPUT, name: `listed ${name}` })).body.id);
  const { items, totals } = await walk<ReceiptSummaryDto>(admin, '/v1/estimates', 2);
  expect(items.slice(0, 3).map(({ id }) => id)).toEqual([...ids].reverse());
  expect([...totals]).toEqual([items.length]);
  const { body: named } = await admin.get<{ items: ReceiptSummaryDto[]; total: number }>(
    '/v1/estimates?name=listed%20two',
  );
  expect([named.total, named.items[0]?.id]).toEqual([1, ids[1]]);
  const hash = named.items[0]?.inputHash;
  const { body: same } = await admin.get<{ items: ReceiptSummaryDto[] }>(`/v1/estimates?inputHash=${hash}`);
  expect(same.items.map(({ id }) => id)).toEqual([ids[1]]);
  expect(problem(await admin.get('/v1/estimates?cursor=nonsense')).code).toBe('BAD_CURSOR');
  expect(problem(await service.get('/v1/estimates')).code).toBe('UNAUTHENTICATED');
  const { errors } = await service.graphql('{ storedEstimates { total } }');
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

it('is kept by mutation, never by query', async () => {
  const input = `input: { store: true, workloads: [{ task: "summarization", inferencesPerDay: 7, zone: "SWE" }] }`;
  const { errors } = await service.graphql(`{ estimate(${input}) { id } }`);
  expect(errors?.[0]?.extensions.errors[0]?.field).toBe('input.store');
  const { data } = await service.graphql<{ createEstimate: { id: string } }>(
    `mutation { createEstimate(${input}) { id } }`,
  );
  expect((await service.get(`/v1/estimates/${data.createEstimate.id}`)).status).toBe(200);
});

it('exports JSON as it was and CSV with a row for each workload and span, formulas disarmed', async () => {
  const { body, text } = await store();
  const json = await service.get(`/v1/estimates/${body.id}/export`);
  expect(json.text).toBe(text);
  const csv = await service.get(`/v1/estimates/${body.id}/export?format=csv`);
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  const { data } = await service.graphql<{ estimateExport: { contentType: string; body: string } }>(
    `query ($id: String!) { estimateExport(id: $id, format: "csv") { contentType body } }`,
    { id: body.id },
  );
  expect(data.estimateExport).toEqual({ contentType: csv.headers['content-type'], body: csv.text });
  const rows = parse(csv.text, { columns: true }) as Record<string, string>[];
  expect(rows.map((row) => [row['workload'], row['span']])).toEqual(
    ['0', '1', ''].flatMap((workload) => ['perDay', 'perYear', 'horizon'].map((span) => [workload, span])),
  );
  expect(rows[0]?.['label']).toBe(`'=SUM(A1), "q"\r\nx`);
  expect(Number(rows.at(-3)?.['emissions_kg_co2e_p95'])).toBe(body.perDay.emissionsKgCo2e.p95);
  expect(rows[0]?.['water_l_mean']).toBe('');
  expect(problem(await service.get(`/v1/estimates/${body.id}/export?format=xml`)).status).toBe(422);
});

it('computes the same question again and finds nothing moved', async () => {
  const { body } = await store();
  const { body: rerun } = await service.post<RerunDto>(`/v1/estimates/${body.id}/rerun`, {});
  expect(rerun).toMatchObject({ unchanged: true, energyKwh: { ratio: 1 }, before: { id: body.id } });
  expect(rerun.changes.map(({ reasons }) => reasons)).toEqual([[], []]);
});

it('explains what moved, workload by workload, when the grid did', async () => {
  const { body, text } = await store({ ...INPUT, name: 'moved' });
  await query(
    databaseUrl,
    `UPDATE grid_intensity SET g_co2e_per_kwh = g_co2e_per_kwh * 2 WHERE zone = 'SWE'`,
  );
  await query(databaseUrl, 'SELECT bump_data_version()');
  const rerun = async () => (await service.post<RerunDto>(`/v1/estimates/${body.id}/rerun`, {})).body;
  const answer = await eventually(rerun, ({ unchanged }) => !unchanged);
  expect(answer.changes[0]?.emissionsKgCo2e.ratio).toBeCloseTo(2, 9);
  expect(answer.changes[0]?.reasons).toEqual([
    expect.objectContaining({ code: 'GRID_MOVED', part: 0, before: 35.89, after: 71.78 }),
  ]);
  expect(answer.changes[1]?.reasons).toEqual([]);
  expect(answer.energyKwh.ratio).toBe(1);
  expect((await service.get(`/v1/estimates/${body.id}`)).text).toBe(text);
});

it('knows no receipt that was not kept', async () => {
  for (const path of ['', '/receipt', '/export', '/export?format=csv']) {
    expect(problem(await service.get(`/v1/estimates/00000000-0000-5000-8000-000000000000${path}`)).code).toBe(
      'NOT_FOUND',
    );
  }
  expect(problem(await service.post('/v1/estimates/nope/rerun', {})).code).toBe('NOT_FOUND');
});
