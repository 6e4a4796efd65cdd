import type {
  Interval,
  ModelDescription,
  ProtocolSettings,
  Reading,
  Repetition,
} from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { PreparedInputs } from '../datasets/index.js';
import type { Executor } from '../executors/index.js';
import { requireAvailable, type Availability, type Meter } from '../meters/index.js';

export type Stage = 'preparing' | 'loading' | 'idle-before' | 'warm-up' | 'repetition' | 'idle-after';

export interface Progress {
  readonly stage: Stage;
  /** Of the repetition that runs. */
  readonly index: number | null;
  readonly inferences: number;
  /** Inferences of one pass. */
  readonly inferencesPlanned: number;
  /** How much of the warm-up or the repetition is done, 0 to 1, by inferences and time; null in other stages. */
  readonly share: number | null;
  readonly inferencesPerS: number | null;
  /** Of all finished repetitions, J; null where nothing is metered. */
  readonly energyJ: number | null;
  readonly interval: Interval | null;
}

/** One benchmark to be run, or to be gone on with. */
export interface ProtocolPlan {
  readonly executor: Executor;
  readonly meter: Meter;
  readonly inputs: PreparedInputs;
  readonly settings: ProtocolSettings;
  /** Whether the meter was told which processes the workload is; else exclusivity of a server is not known. */
  readonly workloadNamed?: boolean;
  /** Repetitions that an earlier worker finished on this hardware: they count, and their numbers are taken. */
  readonly stored?: readonly Repetition[];
  /** Called once per finished repetition, and waited for: what it stored is safe from then on. */
  readonly onRepetition: (repetition: Repetition) => Promise<void>;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/**
 * `converged`: the interval is narrow. `not-converged`: it is not, after all repetitions. `unmetered`: done, without
 * energy. `cancelled`. `partial`: failed, with finished repetitions. `failed`: without any.
 */
export type OutcomeStatus = 'converged' | 'not-converged' | 'unmetered' | 'cancelled' | 'partial' | 'failed';

export interface Outcome {
  readonly status: OutcomeStatus;
  /** Code and words where it did not end well. */
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** Stored ones included, in order. */
  readonly repetitions: readonly Repetition[];
  /** Of gross joules per inference; null where none is known. */
  readonly interval: Interval | null;
  readonly model: ModelDescription | null;
  readonly load: Reading | null;
  readonly idleBefore: Reading | null;
  readonly idleAfter: Reading | null;
  /** Change of idle power over its mean; null where it was not metered twice. */
  readonly idleDrift: number | null;
  readonly flags: readonly string[];
}

/**
 * What the meter of a benchmark is, once it is there and sees where the executor works.
 *
 * @throws DomainError `METER_UNAVAILABLE`, `METERS_OVERLAP`.
 */
export async function requireMeterFor(
  executor: Executor,
  meter: Meter,
): Promise<Availability & { available: true }> {
  const found = await requireAvailable(meter);
  refuseBlindMeter(executor, found);
  return found;
}

/** A meter that looks the other way would give a factor to the wrong machine. */
function refuseBlindMeter(executor: Executor, meter: Availability & { available: true }): void {
  if (!executor.runsHere && meter.sees.some((sight) => sight !== 'exporter-machine')) {
    throw blind(
      'the inference runs on another machine, which this meter does not see: use the prometheus meter with an exporter there, or none',
    );
  }
  if (!executor.ownProcesses && meter.sees.includes('own-processes')) {
    throw blind(
      'the inference runs in a server, and this meter counts the time of this process only: name the server’s process with `wattfactor bench --pid PID`, or use meters of the whole machine, such as rapl, nvml or ram-model, or none',
    );
  }
}

const blind = (message: string): DomainError => DomainError.field('METER_UNAVAILABLE', 'meters', message);
