import { setTimeout as sleep } from 'node:timers/promises';
import {
  NO_WORK,
  checkSettings,
  energyPerInferenceJ,
  IDLE_DRIFT_LIMIT,
  idleDrift,
  intervalOf,
  repetitionFlags,
  ruledRepetitionS,
  shareDone,
  spoiledBy,
  totalEnergyJ,
  verdictOf,
  type IdlePower,
  type Reading,
  type Repetition,
  type WorkDone,
} from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import { requireMeterFor, type Outcome, type OutcomeStatus, type ProtocolPlan, type Stage } from './plan.js';
import { metered, runForAtLeast, runPass, type Pass } from './session.js';

/** Spoiled readings in a row after which the meter is given up. */
const SPOILED_LIMIT = 3;

/**
 * Runs a benchmark by the protocol: load, idle, warm-up, repetitions until the interval is narrow, idle. Never
 * rejects for what a benchmark can meet: the outcome says what happened and holds all that was measured.
 *
 * @throws DomainError `OUT_OF_RANGE` for settings that make no sense.
 */
export async function runProtocol(plan: ProtocolPlan): Promise<Outcome> {
  checkSettings(plan.settings);
  return new Session(plan).run();
}

class Session {
  private readonly repetitions: Repetition[];
  private readonly signal: AbortSignal;
  private load: Reading | null = null;
  private idleBefore: Reading | null = null;
  private idleAfter: Reading | null = null;
  private ruledS = 0;
  private metersEnergy = false;
  private loaded = false;

  constructor(private readonly plan: ProtocolPlan) {
    this.repetitions = [...(plan.stored ?? [])].sort((a, b) => a.index - b.index);
    this.signal = plan.signal ?? new AbortController().signal;
  }

  async run(): Promise<Outcome> {
    try {
      await this.prepare();
      const status = await this.repeat();
      this.idleAfter = await this.idle('idle-after');
      return this.outcome(status, null);
    } catch (error) {
      if (this.signal.aborted)
        return this.outcome('cancelled', { code: 'CANCELLED', message: 'it was cancelled' });
      return this.outcome(this.repetitions.length > 0 ? 'partial' : 'failed', problemOf(error));
    } finally {
      await this.plan.executor.dispose().catch(() => null);
    }
  }

  private async prepare(): Promise<void> {
    const { meter, executor, settings } = this.plan;
    const found = await requireMeterFor(executor, meter);
    this.metersEnergy = found.components.length > 0;
    this.ruledS = ruledRepetitionS(this.metersEnergy ? found.periodS : null);
    this.signal.throwIfAborted();
    if (executor.prepare) {
      this.report('preparing', null, null);
      await executor.prepare(this.signal);
    }
    this.report('loading', null, null);
    const { reading } = await metered(meter, () => executor.load(this.signal));
    this.loaded = true;
    this.load = executor.ownProcesses ? reading : null;
    this.idleBefore = await this.idle('idle-before');
    if (this.verdict() === 'continue') {
      await runPass({ ...this.pass('warm-up', null), settings });
    }
  }

  private async repeat(): Promise<OutcomeStatus> {
    let spoiled = 0;
    for (let verdict = this.verdict(); ; verdict = this.verdict()) {
      if (verdict !== 'continue') return verdict;
      const repetition = await this.repetition();
      const reason = spoiledBy(repetition.reading);
      if (reason === null) {
        await this.plan.onRepetition(repetition);
        this.repetitions.push(repetition);
        spoiled = 0;
      } else if ((spoiled += 1) >= SPOILED_LIMIT) {
        throw new DomainError('METER_LOST', `${spoiled} repetitions in a row were spoiled: ${reason}`);
      }
    }
  }

  private async repetition(): Promise<Repetition> {
    const { meter, settings, executor, workloadNamed } = this.plan;
    const index = (this.repetitions.at(-1)?.index ?? 0) + 1;
    const seconds = this.leastS();
    const { result: work, reading: seen } = await metered(meter, () =>
      runForAtLeast(this.pass('repetition', index), seconds),
    );
    const reading = executor.ownProcesses || workloadNamed ? seen : { ...seen, exclusivity: null };
    const flags = repetitionFlags({ reading, work, ruledS: this.metersEnergy ? this.ruledS : 0 });
    const repeated = settings.inferences > this.plan.inputs.inputs.length ? ['inputs-repeated'] : [];
    const idleBefore = this.idleBefore && powerOf(this.idleBefore);
    return { index, work, reading, idleBefore, flags: [...flags, ...repeated] };
  }

  private leastS(): number {
    return this.plan.settings.minRepetitionS ?? (this.metersEnergy ? this.ruledS : 0);
  }

  private async idle(stage: Stage): Promise<Reading | null> {
    const { meter, settings } = this.plan;
    if (settings.idleS === 0 || !this.metersEnergy) return null;
    this.report(stage, null, null);
    const wait = (): Promise<void> => sleep(settings.idleS * 1000, undefined, { signal: this.signal });
    return (await metered(meter, wait)).reading;
  }

  /** Without energy there is nothing to converge: the least number of repetitions is all. */
  private verdict(): OutcomeStatus | 'continue' {
    const { settings } = this.plan;
    if (this.metersEnergy) return verdictOf(this.energies(), settings);
    return this.repetitions.length < settings.minRepetitions ? 'continue' : 'unmetered';
  }

  private energies(): number[] {
    return this.repetitions.map(energyPerInferenceJ).filter((energy) => energy !== null);
  }

  private pass(stage: Stage, index: number | null): Pass {
    const { executor, inputs, settings } = this.plan;
    this.report(stage, index, { work: NO_WORK, seconds: 0 });
    const start = performance.now();
    const onBatch = (work: WorkDone): void =>
      this.report(stage, index, { work, seconds: (performance.now() - start) / 1000 });
    return { executor, inputs: inputs.inputs, settings, signal: this.signal, onBatch };
  }

  private report(stage: Stage, index: number | null, done: { work: WorkDone; seconds: number } | null): void {
    const totals = this.repetitions
      .map(({ reading }) => totalEnergyJ(reading))
      .filter((energy) => energy !== null);
    this.plan.onProgress?.({
      stage,
      index,
      inferences: done?.work.inferences ?? 0,
      inferencesPlanned: this.plan.settings.inferences,
      share: done && this.shareOf(stage, done.work.inferences, done.seconds),
      inferencesPerS: done && done.seconds > 0 ? done.work.inferences / done.seconds : null,
      energyJ: totals.length === 0 ? null : totals.reduce((sum, energy) => sum + energy, 0),
      interval: this.interval(),
    });
  }

  /** The warm-up is one pass, however short. */
  private shareOf(stage: Stage, inferences: number, seconds: number): number {
    const least = stage === 'repetition' ? this.leastS() : 0;
    return shareDone({ inferences, seconds }, { inferences: this.plan.settings.inferences, seconds: least });
  }

  private interval(): Outcome['interval'] {
    const energies = this.energies();
    return energies.length === 0 ? null : intervalOf(energies);
  }

  private outcome(status: OutcomeStatus, problem: Outcome['problem']): Outcome {
    const [before, after] = [
      this.idleBefore && powerOf(this.idleBefore),
      this.idleAfter && powerOf(this.idleAfter),
    ];
    const drift = before && after ? idleDrift(before, after) : null;
    const flags = new Set(this.repetitions.flatMap((repetition) => repetition.flags));
    if (drift !== null && drift > IDLE_DRIFT_LIMIT) flags.add('idle-drift');
    if (status === 'not-converged') flags.add('not-converged');
    return {
      status,
      problem,
      repetitions: this.repetitions,
      interval: this.interval(),
      model: this.loaded ? this.plan.executor.describe() : null,
      load: this.load,
      idleBefore: this.idleBefore,
      idleAfter: this.idleAfter,
      idleDrift: drift,
      flags: [...flags],
    };
  }
}

/** Mean power of a reading and what the meter tells apart of it, W; null where nothing was metered. */
export function powerOf(reading: Reading): IdlePower | null {
  const energyJ = totalEnergyJ(reading);
  if (energyJ === null || reading.durationS <= 0) return null;
  const resolutionJ = reading.components.reduce((sum, component) => sum + (component.resolutionJ ?? 0), 0);
  return { powerW: energyJ / reading.durationS, resolutionW: resolutionJ / reading.durationS };
}

function problemOf(error: unknown): { code: string; message: string } {
  if (error instanceof DomainError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
