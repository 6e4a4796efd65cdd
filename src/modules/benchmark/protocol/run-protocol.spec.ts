import { DEFAULT_SETTINGS, NO_WORK, runDrafts, type Repetition } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import { reviewRun } from '../../../core/run/index.js';
import { openDataset, parseDatasetSpec, prepareInputs, type PreparedInputs } from '../datasets/index.js';
import { createExecutor } from '../executors/index.js';
import { chooseMeter, DEFAULT_METER_OPTIONS } from '../meters/index.js';
import { captureEnvironment } from './environment.js';
import { runProtocol } from './run-protocol.js';
import { batchesOf } from './session.js';
import { FakeExecutor, readingOf, ScriptedMeter } from '../../../../test/support/benchmark/fakes.js';

jest.setTimeout(120_000);

const text = (id: number): PreparedInputs['inputs'][number] => ({
  kind: 'text',
  id: String(id),
  text: `text ${id}`,
});
const inputs: PreparedInputs = {
  inputs: [1, 2, 3].map(text),
  description: { dataset: 'made-up', variant: null, licence: null, rows: 3, sha256: 'ff' },
};
const settings = { ...DEFAULT_SETTINGS, inferences: 10, minRepetitionS: 0, idleS: 0.001 };

function collect(): { stored: Repetition[]; onRepetition: (repetition: Repetition) => Promise<void> } {
  const stored: Repetition[] = [];
  return { stored, onRepetition: async (repetition) => void stored.push(repetition) };
}

const [LOAD, IDLE] = [50, 5];
const lost = new DomainError('METER_LOST', 'the meter went away');

describe('the protocol', () => {
  it('throws a warm-up away, repeats until the interval is narrow, and hands each repetition over', async () => {
    const executor = new FakeExecutor();
    const { stored, onRepetition } = collect();
    const meter = new ScriptedMeter([LOAD, IDLE, 10, 10.1, 9.9, 10, 10, IDLE]);
    const outcome = await runProtocol({ executor, meter, inputs, settings, onRepetition });
    expect(outcome).toMatchObject({ status: 'converged', problem: null, idleDrift: 0 });
    expect(stored.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    expect(stored.map(({ work }) => work.inferences)).toEqual([10, 10, 10, 10, 10]);
    expect(outcome.interval?.mean).toBeCloseTo(1, 6); // J per inference, gross
    expect(outcome.load?.components[0]?.energyJ).toBe(LOAD);
    expect(stored[0]?.idleBefore).toEqual({ powerW: 5, resolutionW: 0 });
    expect(executor.runs).toHaveLength(6 * 10);
    expect(executor.disposed).toBe(true);
  });

  it('tells how much of a repetition is done, by its time too', async () => {
    const shares: (number | null)[] = [];
    await runProtocol({
      executor: new FakeExecutor(),
      meter: new ScriptedMeter([LOAD, 10, 10, 10, 10, 10]),
      inputs,
      settings: { ...settings, minRepetitionS: 0.05, maxRepetitions: 5, idleS: 0 },
      ...collect(),
      onProgress: ({ stage, inferences, share }) => {
        if (stage === 'loading') expect(share).toBeNull();
        if (stage === 'warm-up') expect(share).toBe(inferences / 10);
        if (stage === 'repetition') shares.push(share);
      },
    });
    expect(shares[0]).toBe(0);
    expect(shares.every((share) => share !== null && share >= 0 && share <= 1)).toBe(true);
    expect(new Set(shares).size).toBeGreaterThan(2);
  });

  it('admits that it did not converge', async () => {
    const wild = [LOAD, IDLE, 10, 20, 10, 20, 10, 20, IDLE];
    const outcome = await runProtocol({
      executor: new FakeExecutor(),
      meter: new ScriptedMeter(wild),
      inputs,
      settings: { ...settings, maxRepetitions: 6 },
      ...collect(),
    });
    expect(outcome.status).toBe('not-converged');
    expect(outcome.flags).toContain('not-converged');
    expect(outcome.repetitions).toHaveLength(6);
  });

  it('flags idle power that drifts, foreign load, short repetitions and inputs used twice', async () => {
    const shared = { exclusivity: 0.5, durationS: 0.5 };
    const meter = new ScriptedMeter([LOAD, 5, shared, shared, shared, shared, shared, 8]);
    const outcome = await runProtocol({
      executor: new FakeExecutor(),
      meter,
      inputs,
      settings,
      ...collect(),
    });
    expect(outcome.idleDrift).toBeCloseTo(3 / 6.5, 6);
    expect(outcome.flags).toEqual(
      expect.arrayContaining(['idle-drift', 'not-exclusive', 'short-repetition', 'inputs-repeated']),
    );
  });

  it('goes on from what is stored, counts nothing twice and takes no number again', async () => {
    const stored = [1, 2, 4].map((index): Repetition => ({
      index,
      work: { ...NO_WORK, inferences: 10 },
      reading: readingOf(10),
      idleBefore: null,
      flags: [],
    }));
    const { stored: added, onRepetition } = collect();
    const meter = new ScriptedMeter([LOAD, IDLE, 10, 10, IDLE]);
    const outcome = await runProtocol({
      executor: new FakeExecutor(),
      meter,
      inputs,
      settings,
      stored,
      onRepetition,
    });
    expect(added.map(({ index }) => index)).toEqual([5, 6]);
    expect(outcome.repetitions.map(({ index }) => index)).toEqual([1, 2, 4, 5, 6]);
    expect(outcome.status).toBe('converged');
  });

  it('does a spoiled repetition again, and gives a meter up that spoils them all', async () => {
    const reset = { warnings: [{ code: 'counter-reset', message: 'fell' }] };
    const { stored, onRepetition } = collect();
    const once = new ScriptedMeter([LOAD, IDLE, reset, 10, 10, 10, 10, 10, IDLE]);
    const outcome = await runProtocol({
      executor: new FakeExecutor(),
      meter: once,
      inputs,
      settings,
      onRepetition,
    });
    expect(outcome.status).toBe('converged');
    expect(stored.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    const always = new ScriptedMeter([LOAD, IDLE, reset]);
    expect(
      await runProtocol({ executor: new FakeExecutor(), meter: always, inputs, settings, ...collect() }),
    ).toMatchObject({
      status: 'failed',
      problem: { code: 'METER_LOST', message: expect.stringContaining('fell') },
    });
  });

  it('keeps what was measured where the meter vanishes in the middle', async () => {
    const { stored, onRepetition } = collect();
    const meter = new ScriptedMeter([LOAD, IDLE, 10, 10, lost]);
    const outcome = await runProtocol({
      executor: new FakeExecutor(),
      meter,
      inputs,
      settings,
      onRepetition,
    });
    expect(outcome).toMatchObject({ status: 'partial', problem: { code: 'METER_LOST' } });
    expect(outcome.repetitions).toEqual(stored);
    expect(stored).toHaveLength(2);
  });

  it('fails with the reason where storing fails, and does not count that repetition', async () => {
    const meter = new ScriptedMeter([LOAD, IDLE, 10]);
    const outcome = await runProtocol({
      executor: new FakeExecutor(),
      meter,
      inputs,
      settings,
      onRepetition: () => Promise.reject(new Error('no space left on device')),
    });
    expect(outcome).toMatchObject({
      status: 'failed',
      problem: { message: 'no space left on device' },
      repetitions: [],
    });
  });

  it('is cancelled between batches and disposes of the model', async () => {
    const controller = new AbortController();
    const executor = new FakeExecutor();
    executor.onRun = () => {
      if (executor.runs.length === 34) controller.abort();
    };
    const { stored, onRepetition } = collect();
    const meter = new ScriptedMeter([LOAD, IDLE, 10]);
    const outcome = await runProtocol({
      executor,
      meter,
      inputs,
      settings,
      onRepetition,
      signal: controller.signal,
    });
    expect(outcome).toMatchObject({ status: 'cancelled', problem: { code: 'CANCELLED' } });
    expect(stored).toHaveLength(2);
    expect(executor.runs).toHaveLength(35);
    expect(executor.disposed).toBe(true);
  });

  it('refuses a meter that does not see where the inference runs', async () => {
    const remote = new FakeExecutor();
    remote.runsHere = false;
    remote.ownProcesses = false;
    const here = { meter: new ScriptedMeter([1]), inputs, settings, ...collect() };
    expect(await runProtocol({ ...here, executor: remote })).toMatchObject({
      status: 'failed',
      problem: { code: 'METER_UNAVAILABLE', message: expect.stringContaining('another machine') },
    });
    const served = new FakeExecutor();
    served.ownProcesses = false;
    const own = new ScriptedMeter([1], ['own-processes']);
    expect(await runProtocol({ ...here, executor: served, meter: own })).toMatchObject({
      problem: { message: expect.stringContaining('server') },
    });
  });

  it('without a meter repeats the least number of times and claims no energy', async () => {
    const meter = await chooseMeter(['none'], DEFAULT_METER_OPTIONS);
    const outcome = await runProtocol({
      executor: new FakeExecutor(),
      meter,
      inputs,
      settings,
      ...collect(),
    });
    expect(outcome).toMatchObject({ status: 'unmetered', interval: null, idleBefore: null });
    expect(outcome.repetitions).toHaveLength(5);
  });

  it('refuses settings that make no sense', async () => {
    const none = { ...settings, inferences: 0 };
    const plan = { executor: new FakeExecutor(), meter: new ScriptedMeter([1]), inputs, ...collect() };
    await expect(runProtocol({ ...plan, settings: none })).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
  });

  it('takes inputs in order, from the first again, in batches', () => {
    expect([...batchesOf(['a', 'b', 'c'], 7, 3)]).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], ['a']]);
    expect([...batchesOf(['a', 'b', 'c'], 4, 2)]).toEqual([
      ['a', 'b'],
      ['c', 'a'],
    ]);
  });
});

/** The whole way: real mails, a real small model, the meters that every machine has. */
describe('a true benchmark', () => {
  it('ends in runs that satisfy the invariants and do not call a model measured', async () => {
    const mails = await prepareInputs(openDataset(parseDatasetSpec('spam-assassin')), 100);
    const executor = createExecutor('lande', { task: 'text-classification' });
    const meter = await chooseMeter(['cpu-tdp-model', 'ram-model'], DEFAULT_METER_OPTIONS);
    const quick = { ...settings, inferences: 100, maxRepetitions: 5, idleS: 0.05 };
    const outcome = await runProtocol({ executor, meter, inputs: mails, settings: quick, ...collect() });
    expect(['converged', 'not-converged']).toContain(outcome.status);
    const drafts = runDrafts(
      {
        jobId: 'spec',
        task: 'text-classification',
        unit: 'inference',
        model: outcome.model ?? executor.describe(),
        inputs: mails.description,
        environment: await captureEnvironment(DEFAULT_METER_OPTIONS),
        batchSize: 1,
        gpusActive: 0,
        pinnedCpus: null,
        country: null,
        region: null,
        load: outcome.load,
      },
      outcome.repetitions,
    );
    expect(drafts).toHaveLength(5);
    for (const draft of drafts) {
      expect(reviewRun(draft).errors).toEqual([]);
      expect(draft).toMatchObject({ measured: false, energyMethod: 'cpu-tdp-model+ram-model' });
      expect(draft.phases[0]?.unitCount).toBe(100);
    }
  });
});
