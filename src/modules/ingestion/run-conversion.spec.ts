import fc from 'fast-check';
import { isSameRun, reviewRun } from '../../core/run/index.js';
import { toDraft, toRunInput } from './run-conversion.js';
import type { RunInput } from './run.input.js';
import type { RunPhaseInput } from './run-phase.input.js';

const amount = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const phase = fc.record({
  phase: fc.constantFrom('query', 'query-steady-state'),
  unit: fc.constantFrom('inference', 'request', 'image'),
  unitCount: maybe(fc.integer({ min: 1, max: 1e6 })),
  energyKwh: maybe(amount),
  energyGpuKwh: maybe(amount),
  energyWhPerUnit: amount,
  durationS: maybe(amount),
});

const run = fc.record({
  source: fc.constant('my-lab'),
  externalId: fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0')),
  task: fc.constant('chat'),
  dataset: maybe(fc.constant('sharegpt')),
  model: fc.constant('a/b'),
  zeroShot: maybe(fc.boolean()),
  scope: fc.constantFrom('gpu', 'system-wall'),
  energyMethod: fc.constant('nvml'),
  hardware: fc.record({
    gpuModel: maybe(fc.constant('NVIDIA H100')),
    gpuCount: fc.integer({ min: 1, max: 8 }),
  }),
  batchSizeMax: maybe(fc.integer({ min: 1, max: 64 })),
  flags: maybe(fc.array(fc.constantFrom('a', 'b'), { maxLength: 4 })),
  phases: fc.tuple(phase),
}) as fc.Arbitrary<RunInput>;

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as RunInput;

it('gives back from a draft what makes the same run again', () => {
  fc.assert(
    fc.property(run, (input) => {
      const draft = toDraft(input);
      const again = toDraft(json(toRunInput(draft)));
      expect(isSameRun(again, draft)).toBe(true);
      expect(again.qcFlags).toEqual(draft.qcFlags);
    }),
  );
});

const minimal = (phase: Partial<RunPhaseInput>): RunInput => ({
  ...{ source: 's', externalId: 'e', task: 't', model: 'm', scope: 'gpu', energyMethod: 'nvml' },
  hardware: { gpuCount: 0 },
  phases: [{ phase: 'query', unit: 'inference', ...phase }],
});

it('derives the energy of a unit from the whole, and converts to joules', () => {
  const [phase] = toDraft(minimal({ unitCount: 1000, energyKwh: 0.04 })).phases;
  expect(phase).toMatchObject({
    energyTotalJ: 144_000,
    energyPerUnitJ: 144,
    energyGpuJ: null,
    durationS: null,
  });
});

it('makes up no energy where none is given', () => {
  const draft = toDraft(minimal({ unitCount: 1000 }));
  expect(draft.phases[0]?.energyPerUnitJ).toBeNaN();
  expect(reviewRun(draft).errors.map(({ field }) => field)).toEqual(['phases.0.energyPerUnitJ']);
});
