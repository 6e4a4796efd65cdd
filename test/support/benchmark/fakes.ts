import { NO_WORK, type Reading, type WorkDone } from '../../../src/core/benchmark/index.js';
import type { BenchmarkInput, Executor, Meter, Sight } from '../../../src/modules/benchmark/index.js';

/** Runs nothing and remembers what it was given. */
export class FakeExecutor implements Executor {
  readonly name = 'fake';
  runsHere = true;
  ownProcesses = true;
  threads: number | null = null;
  runs: string[][] = [];
  disposed = false;
  onRun: () => void = () => {};
  async load(): Promise<void> {}
  async run(batch: readonly BenchmarkInput[]): Promise<WorkDone> {
    this.onRun();
    this.runs.push(batch.map(({ id }) => id));
    return { ...NO_WORK, inferences: batch.length };
  }
  async dispose(): Promise<void> {
    this.disposed = true;
  }
  describe(): ReturnType<Executor['describe']> {
    return {
      executor: 'fake',
      task: 'text-classification',
      modelId: 'fake',
      revision: null,
      weightsSha256: null,
      weightPrecision: null,
      parameters: null,
      engine: null,
      libraries: {},
      threads: null,
      synthetic: false,
    };
  }
}

/** Gives one reading after another: loading and idle first, then the repetitions. */
export class ScriptedMeter implements Meter {
  readonly name = 'scripted';
  private given = 0;
  constructor(
    private readonly energies: readonly (number | Error | Partial<Reading>)[],
    private readonly sees: readonly Sight[] = ['this-machine'],
  ) {}
  async probe(): ReturnType<Meter['probe']> {
    return { available: true, components: ['cpu'], details: '', periodS: 0.01, sees: this.sees };
  }
  async start(): ReturnType<Meter['start']> {
    const next = this.energies[Math.min(this.given, this.energies.length - 1)];
    this.given += 1;
    return {
      stop: async () => {
        if (next instanceof Error) throw next;
        return readingOf(typeof next === 'number' ? next : 10, typeof next === 'object' ? next : {});
      },
    };
  }
}

export const readingOf = (energyJ: number, over: Partial<Reading> = {}): Reading => ({
  meter: 'scripted',
  method: 'counter',
  quality: 'measured',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationS: 1,
  samples: 2,
  largestGapS: 1,
  components: [
    { component: 'cpu', meter: 'scripted', method: 'counter', quality: 'measured', energyJ, resolutionJ: 0 },
  ],
  exclusivity: 0.99,
  steal: 0,
  uncertainty: null,
  warnings: [],
  ...over,
});
