import { Rejection } from '../shared/rejection.js';

export interface PowerWindow {
  readonly beginMs: number;
  readonly endMs: number;
}

/** How far the samples may fall short of the window's ends; analysers log once a second. */
const EDGE_MS = 2000;
/** A hole between two samples that is worth a flag. */
const GAP_MS = 5000;

/** The energy of a window under samples of power, by the trapezoidal rule, one sample at a time. */
export class PowerIntegral {
  private first: Sample | null = null;
  private last: Sample | null = null;
  private joules = 0;
  private largestGapMs = 0;

  constructor(private readonly window: PowerWindow) {
    if (!(window.endMs > window.beginMs)) {
      throw new Rejection('ROW_UNREADABLE', 'power_end is not after power_begin', 'power_end');
    }
  }

  get durationS(): number {
    return (this.window.endMs - this.window.beginMs) / 1000;
  }

  get hasGap(): boolean {
    return this.largestGapMs > GAP_MS;
  }

  add(sample: Sample): void {
    if (this.last !== null && sample.timeMs <= this.last.timeMs) {
      throw new Rejection('ROW_UNREADABLE', 'the samples of power are not in order of time', 'Time');
    }
    if (this.last !== null) this.addSegment(this.last, sample);
    this.first ??= sample;
    this.last = sample;
  }

  /** Joules of the window; within the margin of its ends the nearest sample holds. */
  total(): number {
    const { beginMs, endMs } = this.window;
    const [first, last] = [this.first, this.last];
    if (
      first === null ||
      last === null ||
      first.timeMs > beginMs + EDGE_MS ||
      last.timeMs < endMs - EDGE_MS
    ) {
      throw new Rejection(
        'NO_ENERGY',
        `the samples of power (${span(first, last)}) do not cover the window from ${iso(beginMs)} to ${iso(endMs)}; both must be in UTC`,
        'Time',
      );
    }
    const head = Math.max(0, first.timeMs - beginMs) * first.watts;
    const tail = Math.max(0, endMs - last.timeMs) * last.watts;
    return this.joules + (head + tail) / 1000;
  }

  private addSegment(from: Sample, to: Sample): void {
    const start = Math.max(from.timeMs, this.window.beginMs);
    const end = Math.min(to.timeMs, this.window.endMs);
    if (end <= start) return;
    this.largestGapMs = Math.max(this.largestGapMs, to.timeMs - from.timeMs);
    const meanWatts = (powerAt(from, to, start) + powerAt(from, to, end)) / 2;
    this.joules += (meanWatts * (end - start)) / 1000;
  }
}

export interface Sample {
  readonly timeMs: number;
  readonly watts: number;
}

function powerAt(from: Sample, to: Sample, timeMs: number): number {
  return from.watts + ((to.watts - from.watts) * (timeMs - from.timeMs)) / (to.timeMs - from.timeMs);
}

const iso = (timeMs: number): string => new Date(timeMs).toISOString();

const span = (first: Sample | null, last: Sample | null): string =>
  first === null || last === null ? 'none' : `${iso(first.timeMs)} to ${iso(last.timeMs)}`;
