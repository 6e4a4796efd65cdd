import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import { INSIDES, fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ env: { BODY_LIMIT_BYTES: '400000' } });
});
afterEach(async () => {
  expect((await service.get('/healthz')).status).toBe(200);
});

const post = (body: unknown, headers: Record<string, string> = {}) =>
  service.post<EstimateDto>('/v1/estimates', body, headers);

/** The body as text, so that numbers reach the service as they are written here. */
const withWorkload = (members: string): string =>
  `{"workloads":[{"task":"text-generation"${members && `,${members}`}}]}`;

describe('volumes', () => {
  it.each([
    ['"inferencesPerDay":-1', 'inferencesPerDay'],
    ['"inferencesPerDay":0', 'inferencesPerDay'],
    ['"inferencesPerDay":-0', 'inferencesPerDay'],
    ['"inferencesPerDay":1e-300', 'inferencesPerDay'],
    ['"inferencesPerDay":1e308', 'inferencesPerDay'],
    ['"inferencesPerDay":1e999', 'inferencesPerDay'],
    ['"inferencesPerDay":-1e999', 'inferencesPerDay'],
    ['"inferencesPerDay":1000000000000001', 'inferencesPerDay'],
    ['"inferencesPerDay":"NaN"', 'inferencesPerDay'],
    ['"inferencesPerDay":"5"', 'inferencesPerDay'],
    ['"inferencesPerDay":""', 'inferencesPerDay'],
    ['"inferencesPerDay":true', 'inferencesPerDay'],
    ['"inferencesPerDay":[5]', 'inferencesPerDay'],
    ['"inferencesPerDay":{"a":5}', 'inferencesPerDay'],
    ['"users":-1,"inferencesPerUserPerDay":1', 'users'],
    ['"users":1.5,"inferencesPerUserPerDay":1', 'users'],
    ['"users":1e16,"inferencesPerUserPerDay":1', 'users'],
    ['"users":1,"inferencesPerUserPerDay":-0.5', 'inferencesPerUserPerDay'],
    ['"users":1,"inferencesPerUserPerDay":"1"', 'inferencesPerUserPerDay'],
    ['"users":1,"inferencesPerUserPerDay":1e308', 'inferencesPerUserPerDay'],
    ['"inferencesPerDay":1,"pue":0.9', 'pue'],
    ['"inferencesPerDay":1,"pue":"1.2"', 'pue'],
    ['"inferencesPerDay":1,"pue":1e999', 'pue'],
  ])('%s is refused and the field named', async (members, field) => {
    const body = problem(await post(withWorkload(members)));
    expect([body.status, body.code, new Set(fieldsOf(body))]).toEqual([
      422,
      'VALIDATION_FAILED',
      new Set([`workloads.0.${field}`]),
    ]);
  });

  it.each([
    ['', 'VOLUME_MISSING', 'inferencesPerDay'],
    ['"zone":"USA"', 'VOLUME_MISSING', 'inferencesPerDay'],
    ['"users":5', 'VOLUME_MISSING', 'inferencesPerUserPerDay'],
    ['"inferencesPerUserPerDay":5', 'VOLUME_MISSING', 'users'],
    ['"users":1,"inferencesPerUserPerDay":1,"inferencesPerDay":1', 'VOLUME_AMBIGUOUS', 'users'],
    ['"users":1,"inferencesPerDay":1', 'VOLUME_AMBIGUOUS', 'users'],
    ['"inferencesPerUserPerDay":1,"inferencesPerDay":1', 'VOLUME_AMBIGUOUS', 'inferencesPerUserPerDay'],
    ['"users":1000000000000000,"inferencesPerUserPerDay":2', 'OUT_OF_RANGE', 'inferencesPerUserPerDay'],
  ])('%s is refused as %s', async (members, code, field) => {
    const body = problem(await post(withWorkload(members)));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, [`workloads.0.${field}`]]);
  });
  it.each([
    '"inferencesPerDay":null',
    '"users":null,"inferencesPerUserPerDay":null',
    '"users":5,"inferencesPerUserPerDay":null',
  ])('%s is no volume', async (members) => {
    expect(problem(await post(withWorkload(members))).status).toBe(422);
  });
});
it.each(['zone', 'cloudRegion', 'model', 'dataset', 'hardware', 'source', 'inputVariant', 'users'])(
  'takes %s: null as not given',
  async (name) => {
    const reply = await post(withWorkload(`"inferencesPerDay":1000,"${name}":null`));
    expect(reply.status).toBe(200);
    expect(reply.body.perDay.energyKwh.mean).toBeGreaterThan(0);
  },
);

describe('names', () => {
  const given = (more: object) =>
    post({ workloads: [{ task: 'text-generation', inferencesPerDay: 1, ...more }] });

  it.each([
    [{ task: 'text-genration' }, 'UNKNOWN_TASK', 'task', 'text-generation'],
    [{ model: 'distilgpt-2' }, 'UNKNOWN_MODEL', 'model', 'distilgpt2'],
    [{ model: 'gpt2', dataset: 'wikitex' }, 'UNKNOWN_DATASET', 'dataset', 'wikitext-103'],
    [{ zone: 'swedn' }, 'UNKNOWN_ZONE', 'zone', 'Sweden'],
    [{ cloudRegion: 'aws/us-west-99' }, 'UNKNOWN_CLOUD_REGION', 'cloudRegion', 'aws/us-west-2'],
    [{ source: 'lucioni-2023' }, 'UNKNOWN_SOURCE', 'source', 'luccioni-2023'],
  ])('%j is unknown and close matches are named', async (more, code, field, meant) => {
    const body = problem(await given(more));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, [`workloads.0.${field}`]]);
    expect(suggestionsOf(body)).toContain(meant);
  });

  it('a model that was not measured on the task is refused, not replaced', async () => {
    const body = problem(await given({ model: 'facebook/bart-large-cnn' }));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, 'NO_FACTOR', ['workloads.0.model']]);
  });

  it('names the workload that is wrong among many', async () => {
    const good = { task: 'text-generation', inferencesPerDay: 1 };
    const body = problem(await post({ workloads: [good, good, { ...good, zone: 'swedn' }, good] }));
    expect(fieldsOf(body)).toEqual(['workloads.2.zone']);
  });
});

const GOOD = '{"task":"text-generation","inferencesPerDay":1}';

describe('shapes', () => {
  it.each([
    ['{}', 'workloads'],
    ['[]', 'workloads'],
    ['null', 'workloads'],
    ['"x"', 'workloads'],
    ['5', 'workloads'],
    ['{"workloads":[]}', 'workloads'],
    ['{"workloads":null}', 'workloads'],
    ['{"workloads":"x"}', 'workloads'],
    ['{"workloads":[null]}', 'workloads.0'],
    ['{"workloads":[1]}', 'workloads.0'],
    ['{"workloads":[{"inferencesPerDay":1}]}', 'workloads.0.task'],
    ['{"workloads":[{"task":["text-generation"],"inferencesPerDay":1}]}', 'workloads.0.task'],
    [`{"workloads":[${GOOD}],"colour":"red"}`, 'colour'],
    [`{"workloads":[${GOOD},{"task":"chat","inferencesPerDay":1,"colour":"red"}]}`, 'workloads.1.colour'],
    [`{"workloads":[${GOOD}],"name":""}`, 'name'],
    [`{"workloads":[${GOOD}],"name":"${'x'.repeat(201)}"}`, 'name'],
    [
      `{"workloads":[{"label":"${'x'.repeat(201)}","task":"chat","inferencesPerDay":1}]}`,
      'workloads.0.label',
    ],
    [`{"workloads":[{"task":"${'x'.repeat(5_000)}","inferencesPerDay":1}]}`, 'workloads.0.task'],
    [`{"workloads":[${GOOD}],"horizonDays":0}`, 'horizonDays'],
    [`{"workloads":[${GOOD}],"horizonDays":1.5}`, 'horizonDays'],
    [`{"workloads":[${GOOD}],"horizonDays":36501}`, 'horizonDays'],
    [`{"workloads":[${GOOD}],"store":"yes"}`, 'store'],
    [`{"workloads":[${GOOD}],"boundary":"universe"}`, 'boundary'],
    [`{"workloads":[${Array(1_001).fill(GOOD).join(',')}]}`, 'workloads'],
  ])('%.60s is refused and %s named', async (text, field) => {
    const body = problem(await post(text));
    expect([body.status, body.code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(fieldsOf(body)).toContain(field);
    expect(JSON.stringify(body).length).toBeLessThan(2_000);
  });
  it('{"workloads":[[]]} is refused for its shape', async () => {
    expect(problem(await post('{"workloads":[[]]}')).code).toBe('VALIDATION_FAILED');
  });
  it('a body nested 50,000 deep is refused as the caller made it', async () => {
    const reply = await post(`{"workloads":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    expect(problem(reply).status).toBeLessThan(500);
  });

  it('an answer to thousands of wrong fields stays short', async () => {
    const bad = '{"task":"chat","x":1}';
    const reply = await post(`{"workloads":[${Array(9_000).fill(bad).join(',')}]}`);
    expect(problem(reply).status).toBe(422);
    expect(reply.text.length).toBeLessThan(100_000);
  });
});

describe('bodies that cannot be read', () => {
  const OVERSIZE = `{"name":"${'a'.repeat(400_001)}"}`;
  const CASES: [string, string, Record<string, string>, number][] = [
    ['broken JSON', '{"workloads":[', {}, 400],
    ['NaN', withWorkload('"inferencesPerDay":NaN'), {}, 400],
    ['Infinity', withWorkload('"inferencesPerDay":Infinity'), {}, 400],
    ['two documents', '{}{}', {}, 400],
    ['nothing', '', {}, 400],
    ['a key that poisons prototypes', '{"__proto__":{"x":1},"workloads":[]}', {}, 400],
    ['100,000 open brackets', '['.repeat(100_000), {}, 400],
    ['more than the limit', OVERSIZE, {}, 413],
    ['XML', '<a/>', { 'content-type': 'application/xml' }, 415],
    ['no known type', '{}', { 'content-type': 'nonsense' }, 415],
  ];

  it.each(CASES)('%s: the status says what is wrong', async (_what, text, headers, status) => {
    const reply = await post(text, headers);
    expect(reply.status).toBe(status);
    expect(reply.text).not.toMatch(INSIDES);
  });

  it.each(CASES)('%s: the answer is problem+json', async (_what, text, headers, status) => {
    expect(problem(await post(text, headers)).status).toBe(status);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])(
    'a body of type %s is refused with 415 and told what is taken',
    async (type) => {
      const body = problem(await post('a=b', { 'content-type': type }));
      expect([body.status, body.detail]).toEqual([415, expect.stringContaining('application/json')]);
    },
  );

  it('a member that poisons prototypes is named; it is not called bad JSON', async () => {
    const body = problem(await post('{"__proto__":{"x":1},"workloads":[]}'));
    expect([body.code, body.detail]).toEqual(['VALIDATION_FAILED', expect.stringContaining('__proto__')]);
  });
  it.each(['application/json; charset=utf-16'])('a body of type %s is refused with 415', async (type) => {
    expect((await post('{}', { 'content-type': type })).status).toBe(415);
  });
});
