import type { ScenarioDto } from '../src/modules/estimate/scenario/scenario.dto.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const side = (more: object = {}, rest: object = {}) => ({
  workloads: [{ task: 'text-generation', inferencesPerDay: 1e6, zone: 'USA', pue: 1.2, ...more }],
  ...rest,
});

async function compare(a: object, b: object): Promise<ScenarioDto> {
  const { status, body, text } = await service.post<ScenarioDto>('/v1/scenarios', { name: 'move', a, b });
  if (status !== 200) throw new Error(text);
  return body;
}

it('compares region with region: the factor that both share does not blur the answer', async () => {
  const { name, energyKwh, emissionsKgCo2e, shared } = await compare(side(), side({ zone: 'SWE' }));
  expect(name).toBe('move');
  expect(energyKwh.ratio.mean).toBeCloseTo(1, 12);
  expect(emissionsKgCo2e.ratio.mean).toBeCloseTo(35.89 / 383.55, 9);
  expect(emissionsKgCo2e.probabilityBIsLower).toBeGreaterThan(0.999);
  const { p5, p95 } = emissionsKgCo2e.ratio;
  expect((p95 ?? NaN) / (p5 ?? NaN)).toBeCloseTo(
    Math.exp(2 * 1.6448536 * Math.hypot(0.35, 0.3, 0.03, 0.03)),
    1,
  );
  expect(shared.map(({ kind }) => kind)).toEqual(['energyIntensity']);
});

it('compares a general model with a task-specific one', async () => {
  const task = { task: 'extractive-qa', zone: 'SWE' };
  const { energyKwh, a, b } = await compare(
    side({ ...task, model: 'bigscience/bloomz-7b1', zeroShot: true }),
    side({ ...task, model: 'distilbert-base-uncased-distilled-squad' }),
  );
  expect(energyKwh.probabilityBIsLower).toBeGreaterThan(0.99);
  expect(energyKwh.difference.mean).toBeCloseTo(b.perDay.energyKwh.mean - a.perDay.energyKwh.mean, 9);
});

it('finds no difference between a thing and itself', async () => {
  const { emissionsKgCo2e } = await compare(side(), side());
  expect(emissionsKgCo2e).toMatchObject({ difference: { mean: 0, p5: 0, p95: 0 }, probabilityBIsLower: 0.5 });
});

it('is the same over GraphQL', async () => {
  const input = { a: side(), b: side({ zone: 'IND' }) };
  const { body } = await service.post<ScenarioDto>('/v1/scenarios', input);
  const { data, errors } = await service.graphql<{ scenario: ScenarioDto }>(
    'query ($input: ScenarioInput!) { scenario(input: $input) { emissionsKgCo2e { probabilityBIsLower ratio { mean p5 p50 p95 } difference { mean p5 p95 } } } }',
    { input },
  );
  expect(errors).toBeUndefined();
  const { ratio, probabilityBIsLower, difference } = data.scenario.emissionsKgCo2e;
  expect(ratio).toEqual(body.emissionsKgCo2e.ratio);
  expect(probabilityBIsLower).toBe(body.emissionsKgCo2e.probabilityBIsLower);
  expect(difference.p95).toBe(body.emissionsKgCo2e.difference.p95);
});

it.each([
  [{ a: side() }, 'b'],
  [{ a: side(), b: { workloads: [] } }, 'b.workloads'],
  [{ a: side({ zone: 'swedn' }), b: side() }, 'a.workloads.0.zone'],
  [{ a: side(), b: side({ model: 'distilgpt-2' }) }, 'b.workloads.0.model'],
  [{ a: side(), b: side({ inferencesPerDay: 0 }) }, 'b.workloads.0.inferencesPerDay'],
])('%j is refused and the side named', async (body, field) => {
  const answer = problem(await service.post('/v1/scenarios', body));
  expect([answer.status, fieldsOf(answer)]).toEqual([422, [field]]);
});
