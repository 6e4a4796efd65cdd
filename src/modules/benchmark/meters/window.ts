import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  exclusivityOf,
  METER_METHODS,
  parseHostTicks,
  READING_QUALITIES,
  stealShare,
  weakest,
  type HostTicks,
  type Reading,
} from '../../../core/benchmark/index.js';
import type { MeterOptions } from './options.js';
import { TICKS_PER_S, workloadTime, type WorkloadTime } from './workload-time.js';

/** A monotonic clock, s. */
export const nowS = (): number => performance.now() / 1000;

/** What the host and the workload did while a meter ran. */
export interface WindowSummary {
  readonly startedAt: string;
  readonly durationS: number;
  readonly exclusivity: number | null;
  readonly steal: number | null;
  /** Processor time of the workload in the window; null where the system does not tell. */
  readonly workload: WorkloadTime | null;
}

/** A stretch of time on this host, from its opening to its closing. */
export class MeasuredWindow {
  private constructor(
    private readonly options: MeterOptions,
    readonly startS: number,
    private readonly startedAt: string,
    private readonly host: HostTicks | null,
    private readonly workload: WorkloadTime | null,
  ) {}

  static async open(options: MeterOptions): Promise<MeasuredWindow> {
    const [host, workload] = await Promise.all([hostTicks(options), workloadTime(options)]);
    return new MeasuredWindow(options, nowS(), new Date().toISOString(), host, workload);
  }

  /** `endS` where the energy was read before the rest of the window could be. */
  async close(endS = nowS()): Promise<WindowSummary> {
    const [host, workload] = await Promise.all([hostTicks(this.options), workloadTime(this.options)]);
    const used = difference(this.workload, workload);
    const busyS = this.host && host ? (host.busy - this.host.busy) / TICKS_PER_S : null;
    return {
      startedAt: this.startedAt,
      durationS: endS - this.startS,
      exclusivity: exclusivityOf(used?.cpuTimeS ?? null, busyS),
      steal: this.host && host ? stealShare(this.host, host) : null,
      workload: used,
    };
  }
}

/** The parts of a reading that its meter knows. */
type Seen = Pick<Reading, 'meter' | 'components' | 'samples' | 'largestGapS' | 'uncertainty' | 'warnings'>;

export function readingOf(summary: WindowSummary, seen: Seen): Reading {
  return {
    ...seen,
    method: weakest(
      METER_METHODS,
      seen.components.map(({ method }) => method),
    ),
    quality: weakest(
      READING_QUALITIES,
      seen.components.map(({ quality }) => quality),
    ),
    startedAt: summary.startedAt,
    durationS: summary.durationS,
    exclusivity: summary.exclusivity,
    steal: summary.steal,
  };
}

async function hostTicks({ procRoot }: MeterOptions): Promise<HostTicks | null> {
  return parseHostTicks(await readFile(join(procRoot, 'stat'), 'utf8').catch(() => ''));
}

/** A workload that ended in between took its count with it: then nothing is known. */
function difference(before: WorkloadTime | null, after: WorkloadTime | null): WorkloadTime | null {
  if (before === null || after === null || after.cpuTimeS < before.cpuTimeS) return null;
  return { ...after, cpuTimeS: after.cpuTimeS - before.cpuTimeS };
}
