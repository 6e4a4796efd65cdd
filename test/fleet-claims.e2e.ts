import type {
  BreakEvenDto,
  PublishedBreakEvensDto,
} from '../src/modules/estimate/break-even/break-even.dto.js';
import type { ClaimsDto } from '../src/modules/estimate/claim/claim.dto.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { numberOf, studyRows } from './support/study.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('Table 5', () => {
  it('is listed as printed and as it follows from its energies', async () => {
    const { body } = await service.get<PublishedBreakEvensDto>('/v1/break-even');
    const rows = body.items.map((row) => [
      row.model,
      row.inferencesToParityPrinted,
      Math.trunc(row.inferencesToParityRecomputed),
      row.agrees,
    ]);
    expect(rows).toEqual([
      ['bigscience/bloomz-7b1', 592_570_000, 592_570_000, true],
      ['bigscience/bloomz-3b', 395_602_740, 395_561_643, false],
      ['bigscience/bloomz-1b7', 292_467_741, 292_467_741, true],
      ['bigscience/bloomz-560m', 204_592_592, 204_592_592, true],
    ]);
  });

  it('has measured energies that are the means of the runs without fine-tuning', async () => {
    const { body } = await service.get<PublishedBreakEvensDto>('/v1/break-even');
    for (const { model, measuredEnergyKwhPerInference } of body.items) {
      const runs = studyRows().filter((row) => row['model_id'] === model && row['zero_shot'] === '1');
      const expected = mean(runs.map((row) => numberOf(row, 'query_energy_kwh') ?? NaN)) / 1_000;
      expect((measuredEnergyKwhPerInference ?? NaN) / expected).toBeCloseTo(1, 9);
    }
  });
});

describe('a break-even', () => {
  const post = (body: object) => service.post<BreakEvenDto>('/v1/break-even', body);

  it('divides training by inference, and by the volume for the days', async () => {
    const { body } = await post({
      trainingKwh: 1_000,
      fineTuningKwh: 200,
      energyKwhPerInference: 1e-4,
      inferencesPerDay: 1e6,
    });
    expect(body).toMatchObject({
      inferencesToParity: { mean: 1.2e7 },
      daysToParity: { mean: 12 },
      factor: null,
    });
  });

  it('takes the energies of training of a model of Table 5 and the factor of a task', async () => {
    const input = { model: 'bigscience/bloomz-7b1', task: 'summarization', zeroShot: true };
    const { body } = await post(input);
    expect(body).toMatchObject({ trainingKwh: 51_686, fineTuningKwh: 7_571, daysToParity: null });
    expect(body.inferencesToParity.mean).toBeCloseTo(59_257 / body.energyKwhPerInference.mean, 3);
    expect(body.inferencesToParity.p5).toBeLessThan(body.inferencesToParity.p95 ?? NaN);
    const { data } = await service.graphql<{ breakEven: BreakEvenDto }>(
      'query ($input: BreakEvenInput!) { breakEven(input: $input) { inferencesToParity { mean p5 } } }',
      { input },
    );
    expect(data.breakEven.inferencesToParity.mean).toBe(body.inferencesToParity.mean);
  });

  it.each([
    [{ energyKwhPerInference: 1 }, 'trainingKwh'],
    [{ trainingKwh: 1 }, 'energyKwhPerInference'],
    [{ trainingKwh: 1, energyKwhPerInference: 1, task: 'summarization' }, 'energyKwhPerInference'],
    [{ trainingKwh: 0, energyKwhPerInference: 1 }, 'trainingKwh'],
    [{ trainingKwh: 1, energyKwhPerInference: 1, inferencesPerDay: 0 }, 'inferencesPerDay'],
    [{ trainingKwh: 1, task: 'summarisaton' }, 'task'],
    [{ trainingKwh: 1, task: 'summarization', model: 'no/such' }, 'model'],
  ])('%j is refused and the field named', async (body, field) => {
    const answer = problem(await post(body));
    expect([answer.status, fieldsOf(answer)]).toEqual([422, [field]]);
  });
});

describe('claims', () => {
  const claims = async () =>
    new Map((await service.get<ClaimsDto>('/v1/claims')).body.items.map((each) => [each.id, each]));

  it('one image is a charge only for the costliest model, and the run behind it says so', async () => {
    const claim = (await claims()).get('image-is-a-charge');
    const largest = Math.max(
      ...studyRows()
        .filter((row) => row['task'] === 'image-generation')
        .map((row) => numberOf(row, 'query_energy_kwh') ?? 0),
    );
    expect(claim?.verdict).toBe('holds-in-part');
    expect(claim?.figures[0]?.value).toBeCloseTo(largest / 1_000 / 0.012, 9);
    const { body: run } = await service.get<{ model: string; phases: { energyWhPerUnit: number }[] }>(
      `/v1/runs/${claim?.figures[0]?.runs[0]}`,
    );
    expect(run.model).toBe('stabilityai/stable-diffusion-xl-base-1.0');
    expect(claim?.figures.find(({ name }) => name === 'mean of the task')?.value).toBeCloseTo(0.2423, 3);
  });

  it('16 % of a charge does not reproduce for text generation, and what comes near is named', async () => {
    const claim = (await claims()).get('text-is-16-percent');
    expect(claim?.verdict).toBe('does-not-reproduce');
    expect(claim?.figures[0]?.value).toBeCloseTo(3.909, 2);
    expect(claim?.figures.at(-1)?.value).toBeCloseTo(0.16, 2);
  });

  it('13 tasks are 10 and 3 of them again; 10 million users reach parity in weeks', async () => {
    const all = await claims();
    expect(all.get('thirteen-tasks')?.figures.map(({ value }) => value)).toEqual([10, 3]);
    const users = all.get('ten-million-users')?.figures ?? [];
    expect(users.filter(({ unit }) => unit === 'days').map(({ value }) => Math.round(value))).toEqual([
      59, 40, 29, 20,
    ]);
    expect(users.find(({ unit }) => unit === 'kWh')?.value).toBeCloseTo(469, 0);
  });

  it('name factors and runs that exist', async () => {
    const links = [...(await claims()).values()].flatMap((claim) => claim.links);
    for (const link of new Set(links)) expect([link, (await service.get(link)).status]).toEqual([link, 200]);
  });
});

it.each(['equivalences', 'embodied-items', 'production-scenarios'])(
  'GET /v1/%s lists every row with its source',
  async (list) => {
    const { status, body } = await service.get<{ items: { id: string; source: string }[]; total: number }>(
      `/v1/${list}`,
    );
    expect(status).toBe(200);
    expect(body.items).toHaveLength(body.total);
    for (const { id, source } of body.items)
      expect([id, source]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
    expect(problem(await service.get(`/v1/${list}?limit=0`)).status).toBe(422);
  },
);
