import type { Page } from './support/pages.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

type Item = Readonly<Record<string, unknown>>;
const keyOf = (item: Item): string =>
  JSON.stringify([item['id'] ?? item['slug'] ?? item['zone'], item['vintage']]);

const LISTS = [
  '/v1/tasks',
  '/v1/models',
  '/v1/datasets',
  '/v1/hardware',
  '/v1/sources',
  '/v1/grid-intensities',
];

describe.each(LISTS)('%s', (path) => {
  it('gives every item exactly once, in the same order, whatever the limit', async () => {
    const whole = await walk<Item>(service, path, 500);
    const keys = whole.items.map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect([...whole.totals]).toEqual([keys.length]);
    for (const limit of [1, 3, 7, keys.length, keys.length + 1].filter((n) => n > 0 && n <= 500)) {
      const pieces = await walk<Item>(service, path, limit);
      expect(pieces.items.map(keyOf)).toEqual(keys);
      expect(pieces.pages).toBe(Math.ceil(keys.length / limit));
    }
  });

  it('gives 50 items unless asked for another number', async () => {
    const { body } = await service.get<Page<Item>>(path);
    expect(body.items).toHaveLength(Math.min(50, body.total));
  });

  it('knows no next page after the last item', async () => {
    const { body } = await service.get<Page<Item>>(`${path}?limit=500`);
    expect(body.nextCursor).toBeNull();
  });
});

it('pages through a filtered search in the order of the search', async () => {
  const path = '/v1/models?q=bert&source=luccioni-2023';
  const whole = await walk<Item>(service, path, 500);
  expect(whole.items.length).toBeGreaterThan(5);
  expect((await walk<Item>(service, path, 2)).items).toEqual(whole.items);
});

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

it.each([
  ['garbage', 'xx'],
  ['another list', encoded(['no-such-key'])],
  ['not a list', encoded({ a: 1 })],
  ['not text', encoded([5])],
  ['broken JSON', Buffer.from('["a').toString('base64url')],
  ['a null byte', encoded(['\u0000'])],
])('refuses a cursor that it did not issue: %s', async (_what, cursor) => {
  for (const path of ['/v1/models', '/v1/runs']) {
    const body = problem(await service.get(`${path}?cursor=${cursor}`));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([400, 'BAD_CURSOR', ['cursor']]);
  }
});

it.each(['1e300', '-1', '0.5', 'Infinity', '9007199254740993', 'x'])(
  'refuses a cursor of runs that holds the number %s',
  async (sequence) => {
    const reply = await service.get(`/v1/runs?cursor=${encoded([sequence])}`);
    const body = problem(reply);
    expect([body.status, body.code]).toEqual([400, 'BAD_CURSOR']);
  },
);

it.each(['0', '-1', '501', 'abc', '1e9', '1.5', 'NaN', '', '999999999999999999999'])(
  'refuses the limit "%s" and names the field',
  async (limit) => {
    for (const path of [...LISTS, '/v1/runs']) {
      const body = problem(await service.get(`${path}?limit=${limit}`));
      expect([body.status, body.code, fieldsOf(body)[0]]).toEqual([422, 'VALIDATION_FAILED', 'limit']);
    }
  },
);
