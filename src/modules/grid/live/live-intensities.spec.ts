import { eventually } from '../../../../test/support/eventually.js';
import {
  fakeElectricityMaps,
  figure,
  hangUp,
  KEY,
  refuse,
  silence,
  text,
} from '../../../../test/support/fake-electricity-maps.js';
import type { FakeElectricityMaps } from '../../../../test/support/fake-electricity-maps.js';
import { ElectricityMaps } from './electricity-maps.js';
import { LiveIntensities } from './live-intensities.js';
import type { LiveOptions } from './live-intensities.js';

let fake: FakeElectricityMaps;
const open: LiveIntensities[] = [];

beforeEach(async () => {
  fake = await fakeElectricityMaps();
});
afterEach(async () => {
  for (const live of open.splice(0)) live.onModuleDestroy();
  await fake.close();
});

function liveWith(options: Partial<LiveOptions> = {}, key: string | null = KEY): LiveIntensities {
  const provider = new ElectricityMaps({ baseUrl: `${fake.url}/`, key: key ?? undefined, timeoutMs: 200 });
  const live = new LiveIntensities(provider, {
    cacheMs: 60_000,
    resetMs: 60_000,
    volumeThreshold: 3,
    say: () => undefined,
    ...options,
  });
  open.push(live);
  return live;
}

const country = (alpha2: string) => ({
  zone: `of ${alpha2}`,
  kind: 'country',
  alpha2,
  electricityMapsZone: null,
});

it('asks v3 with the key for the alpha-2 of a country, and reads figure, time and estimation', async () => {
  fake.behave(figure({ carbonIntensity: 41.5, isEstimated: true, datetime: '2026-03-01T15:00:00+01:00' }));
  const outcome = await liveWith().latest(country('SE'));
  expect(fake.asked).toEqual([{ path: '/v3/carbon-intensity/latest?zone=SE', key: KEY }]);
  expect(outcome).toMatchObject({
    zone: 'SE',
    fallbackReason: null,
    figure: {
      carbonIntensityGPerKwh: 41.5,
      measuredAt: '2026-03-01T14:00:00.000Z',
      estimated: true,
      lifeCycle: 'lifecycle',
    },
  });
});

it("asks for a cloud region's own grid rather than its country's", async () => {
  const region = { zone: 'CAN', kind: 'country', alpha2: 'CA', electricityMapsZone: 'CA-QC' };
  expect(await liveWith().latest(region)).toMatchObject({ zone: 'CA-QC', fallbackReason: null });
});

it('asks nothing for a zone that the provider has no name for', async () => {
  const subRegion = {
    zone: 'US-EGRID-NWPP',
    kind: 'us-egrid-subregion',
    alpha2: null,
    electricityMapsZone: null,
  };
  expect(await liveWith().latest(subRegion)).toMatchObject({
    zone: null,
    fallbackReason: 'zone-not-covered',
  });
  expect(fake.asked).toEqual([]);
});

it('asks nothing without a key', async () => {
  expect(await liveWith({}, null).latest(country('SE'))).toMatchObject({
    figure: null,
    fallbackReason: 'no-key',
  });
  expect(fake.asked).toEqual([]);
});

it.each([
  ['a slow answer', silence, 'timed-out'],
  ['a refused key', refuse(401), 'key-refused'],
  ['a key without the right', refuse(403), 'key-refused'],
  ['too many requests', refuse(429), 'rate-limited'],
  ['a fault of the provider', refuse(500), 'provider-failed'],
  ['a gateway that is down', refuse(502), 'provider-failed'],
  ['a zone that it does not know', refuse(404), 'zone-not-covered'],
  ['a connection cut', hangUp, 'unreachable'],
  ['no JSON', text('<html>busy</html>'), 'bad-answer'],
  ['JSON that is no object', text('null'), 'bad-answer'],
  ['a figure below zero', figure({ carbonIntensity: -5 }), 'bad-answer'],
  ['a figure of zero', figure({ carbonIntensity: 0 }), 'bad-answer'],
  ['no figure', figure({ carbonIntensity: null }), 'bad-answer'],
  ['a figure as text', figure({ carbonIntensity: '123' }), 'bad-answer'],
  ['a figure of another zone', figure({ zone: 'NO' }), 'bad-answer'],
  ['a figure without a time', figure({ datetime: null }), 'bad-answer'],
])('tells of %s, and has no figure then', async (_what, behaviour, fallbackReason) => {
  fake.behave(behaviour);
  expect(await liveWith().latest(country('SE'))).toMatchObject({ zone: 'SE', figure: null, fallbackReason });
});

it('follows no redirect with the key', async () => {
  const other = await fakeElectricityMaps();
  fake.behave((response) => response.writeHead(302, { location: `${other.url}/v3/x` }).end());
  expect(await liveWith().latest(country('SE'))).toMatchObject({ fallbackReason: 'unreachable' });
  expect(other.asked).toEqual([]);
  await other.close();
});

it('makes one call for requests of one zone at a time, and keeps the figure', async () => {
  const live = liveWith();
  const many = await Promise.all(Array.from({ length: 20 }, () => live.latest(country('SE'))));
  expect(many.every((outcome) => outcome.figure?.carbonIntensityGPerKwh === 123)).toBe(true);
  fake.behave(refuse(500));
  expect(await live.latest(country('SE'))).toMatchObject({ fallbackReason: null });
  expect(fake.asked).toHaveLength(1);
});

it('asks again when the figure has aged', async () => {
  const live = liveWith({ cacheMs: 1 });
  await live.latest(country('SE'));
  fake.behave(figure({ carbonIntensity: 77 }));
  const outcome = await eventually(
    () => live.latest(country('SE')),
    ({ figure: now }) => now?.carbonIntensityGPerKwh === 77,
  );
  expect(outcome.fallbackReason).toBeNull();
});

it('leaves a failing provider alone, and uses it again when it has recovered', async () => {
  const live = liveWith({ resetMs: 100 });
  fake.behave(refuse(500));
  for (let call = 0; call < 3; call += 1) await live.latest(country('SE'));
  expect(await live.latest(country('DE'))).toMatchObject({ figure: null, fallbackReason: 'circuit-open' });
  expect(fake.asked).toHaveLength(3);
  fake.behave(figure());
  const outcome = await eventually(
    () => live.latest(country('SE')),
    ({ fallbackReason }) => fallbackReason === null,
  );
  expect(outcome.figure?.carbonIntensityGPerKwh).toBe(123);
});

it('does not take zones that the provider does not know for a failing provider', async () => {
  const live = liveWith();
  fake.behave(refuse(404));
  for (let call = 0; call < 6; call += 1) await live.latest(country('XX'));
  fake.behave(figure());
  expect(await live.latest(country('SE'))).toMatchObject({ fallbackReason: null });
});
