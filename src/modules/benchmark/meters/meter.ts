import type { Component, Reading } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { MeterOptions } from './options.js';

/** What a meter sees: this whole machine, this process with its children, or the machine that an exporter is on. */
export type Sight = 'this-machine' | 'own-processes' | 'exporter-machine';

/** Whether a meter can be used here; where not, why, and what to do about it. */
export type Availability =
  | {
      readonly available: true;
      readonly components: readonly Component[];
      readonly sees: readonly Sight[];
      /** What was found: zones, GPUs, the exporter. */
      readonly details: string;
      /** Time between two updates of the counter or the sensor, s; null where the meter has no period. */
      readonly periodS: number | null;
    }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

export interface Measurement {
  /**
   * Ends the window. To be called once.
   *
   * @throws DomainError `METER_LOST` where the meter went away: what was used since the start is not known.
   */
  stop(): Promise<Reading>;
}

/** Something that tells the energy of a stretch of time. Adding one: docs/add-a-meter.md. */
export interface Meter {
  readonly name: string;
  probe(): Promise<Availability>;
  /** @throws DomainError `METER_UNAVAILABLE` with the reason and the remedy. */
  start(): Promise<Measurement>;
}

/** One line of the registry. */
export interface MeterKind {
  readonly name: string;
  /** What it reads, in a few words. */
  readonly summary: string;
  create(options: MeterOptions): Meter;
}

export const unavailable = (reason: string, remedy: string): Availability => ({
  available: false,
  reason,
  remedy,
});

export const meterLost = (meter: string, reason: string): DomainError =>
  new DomainError('METER_LOST', `The meter ${meter} went away while it was needed: ${reason}`);

/** The components and period of a meter that must be there. */
export async function requireAvailable(meter: Meter): Promise<Availability & { available: true }> {
  const found = await meter.probe();
  if (found.available) return found;
  throw new DomainError(
    'METER_UNAVAILABLE',
    `The meter ${meter.name} is not available: ${found.reason}. ${found.remedy}`,
  );
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
