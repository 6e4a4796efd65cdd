import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterEach(async () => {
  expect((await service.get('/healthz')).status).toBe(200);
});

const post = (workload: object, more: object = {}) =>
  service.post<EstimateDto>('/v1/estimates', { workloads: [workload], ...more });

const TEXT = { task: 'text-generation', zone: 'SWE', pue: 1, use: 'experiment' };
describe('numbers and words that are refused by field', () => {
  /** As text, so that the numbers reach the service as they are written here. */
  const send = (members: string) =>
    service.post('/v1/estimates', `{"workloads":[{"task":"text-generation",${members}}]}`);

  const CASES: [members: string, field: string][] = [
    ...['0', '-1', '1e308', '"NaN"', '"5"', 'true', '[1]'].flatMap((value) =>
      ['outputTokensPerDay', 'imagesPerDay', 'audioSecondsPerDay'].map(
        (field) => [`"${field}":${value}`, field] as [string, string],
      ),
    ),
    ['"inferencesPerDay":1,"models":[{"model":"gpt2","share":0}]', 'models.0.share'],
    ['"inferencesPerDay":1,"models":[{"model":"gpt2","share":"1"}]', 'models.0.share'],
    ['"inferencesPerDay":1,"models":[{"model":"gpt2"}]', 'models.0.share'],
    ['"inferencesPerDay":1,"models":[{"share":1}]', 'models.0.model'],
    ['"inferencesPerDay":1,"models":[]', 'models'],
    ['"inferencesPerDay":1,"models":{"model":"gpt2","share":1}', 'models'],
    ['"inferencesPerDay":1,"regions":[{"zone":"SWE","share":1.5}]', 'regions.0.share'],
    ['"inferencesPerDay":1,"regions":[{"zone":"SWE","share":1,"pue":0.5}]', 'regions.0.pue'],
    ['"inferencesPerDay":1,"profile":{"weekly":[1,1,1]}', 'profile.weekly'],
    ['"inferencesPerDay":1,"profile":{"weekly":[1,1,1,1,1,1,-1]}', 'profile.weekly'],
    ['"inferencesPerDay":1,"profile":{"weekly":[1,1,1,1,1,1,1e308]}', 'profile.weekly'],
    ['"inferencesPerDay":1,"profile":{"weekly":"1111111"}', 'profile.weekly'],
    ['"inferencesPerDay":1,"profile":{"weekdayShare":1.1}', 'profile.weekdayShare'],
    ['"inferencesPerDay":1,"profile":{"growthPerYear":-1}', 'profile.growthPerYear'],
    ['"inferencesPerDay":1,"profile":{"growthPerYear":1e308}', 'profile.growthPerYear'],
    ['"inferencesPerDay":1,"profile":7', 'profile'],
    ['"inferencesPerDay":1,"production":{"k":0}', 'production.k'],
    ['"inferencesPerDay":1,"production":{"scenarios":[]}', 'production.scenarios'],
    ['"inferencesPerDay":1,"production":{"scenarios":"batching-text"}', 'production.scenarios'],
    ['"inferencesPerDay":1,"embodied":{"kgCo2e":100}', 'embodied.utilisation'],
    ['"inferencesPerDay":1,"embodied":{"kgCo2e":-1,"utilisation":1}', 'embodied.kgCo2e'],
    ['"inferencesPerDay":1,"marketBased":{"contractShare":2}', 'marketBased.contractShare'],
    ['"inferencesPerDay":1,"marketBased":{}', 'marketBased.contractShare'],
    ['"inferencesPerDay":1,"wueSiteLPerKwh":-1', 'wueSiteLPerKwh'],
    ['"inferencesPerDay":1,"electricityPricePerKwh":1e308', 'electricityPricePerKwh'],
    ['"inferencesPerDay":1,"use":"lunch"', 'use'],
    ['"inferencesPerDay":1,"boundary":"universe"', 'boundary'],
  ];

  it.each(CASES)('%s', async (members, field) => {
    const body = problem(await send(members));
    expect([body.status, body.code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(fieldsOf(body)[0]).toMatch(new RegExp(`^workloads\\.0\\.${field.replaceAll('.', '\\.')}`));
  });

  it.each([
    ['"inferencesPerDay":1,"outputTokensPerDay":1', 'VOLUME_AMBIGUOUS', 'outputTokensPerDay'],
    ['"users":1,"imagesPerDay":1', 'VOLUME_AMBIGUOUS', 'users'],
    ['"inferencesPerDay":1,"profile":{"weekly":[0,0,0,0,0,0,0]}', 'OUT_OF_RANGE', 'profile.weekly'],
    [
      '"inferencesPerDay":1,"profile":{"weekly":[1,1,1,1,1,1,1],"weekdayShare":0.5}',
      'VALIDATION_FAILED',
      'profile.weekdayShare',
    ],
    ['"inferencesPerDay":1,"production":{}', 'VALIDATION_FAILED', 'production.k'],
    [
      '"inferencesPerDay":1,"production":{"k":1,"scenarios":["batching-text"]}',
      'VALIDATION_FAILED',
      'production.scenarios',
    ],
    ['"inferencesPerDay":1,"embodied":{"utilisation":1}', 'VALIDATION_FAILED', 'embodied.item'],
    [
      '"inferencesPerDay":1,"embodied":{"item":"nvidia-b200","utilisation":1}',
      'VALIDATION_FAILED',
      'embodied.lifetimeYears',
    ],
  ])('%s is %s', async (members, code, field) => {
    const body = problem(await send(members));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, [`workloads.0.${field}`]]);
  });

  it.each([
    [
      '"inferencesPerDay":1,"production":{"scenarios":["batching-txt"]}',
      'UNKNOWN_PRODUCTION_SCENARIO',
      'batching-text',
    ],
    [
      '"inferencesPerDay":1,"embodied":{"item":"nvidia-b20","utilisation":1}',
      'UNKNOWN_EMBODIED_ITEM',
      'nvidia-b200',
    ],
    ['"inferencesPerDay":1,"provider":"Amazn"', 'UNKNOWN_PROVIDER', null],
  ])('%s is %s', async (members, code, meant) => {
    const body = problem(await send(members));
    expect([body.status, body.code]).toEqual([422, code]);
    if (meant !== null) expect(suggestionsOf(body)).toContain(meant);
  });

  it('a price without a currency, or with none that exists', async () => {
    const priced = { ...TEXT, inferencesPerDay: 1, electricityPricePerKwh: 0.2 };
    expect(fieldsOf(problem(await post(priced)))).toEqual(['currency']);
    expect(fieldsOf(problem(await post(priced, { currency: 'eur' })))).toEqual(['currency']);
  });

  it('null is not given', async () => {
    const members = [
      'models',
      'regions',
      'profile',
      'production',
      'embodied',
      'marketBased',
      'outputTokensPerDay',
      'provider',
    ];
    const reply = await send(`"inferencesPerDay":1,${members.map((name) => `"${name}":null`).join(',')}`);
    expect(reply.status).toBe(200);
  });
});
