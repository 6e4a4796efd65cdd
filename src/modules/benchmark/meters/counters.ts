import {
  advanceTrack,
  counterResolutionJ,
  isBelowResolution,
  quantisationUncertainty,
  startTrack,
  type Component,
  type ComponentEnergy,
  type CounterTrack,
  type MeterWarning,
  type Reading,
  type ReadingQuality,
} from '../../../core/benchmark/index.js';
import { groupBy } from '../../../core/collections.js';
import { meterLost, reasonOf, type Measurement } from './meter.js';
import type { MeterOptions } from './options.js';
import { MeasuredWindow, nowS, readingOf } from './window.js';

/** One read of one cumulative counter. */
export interface CounterValue {
  readonly id: string;
  readonly component: Component;
  /** In the counter's own unit. */
  readonly value: number;
  readonly joulesPerUnit: number;
  /** Value at which it starts from 0 again; null where it never does. */
  readonly wrapsAt: number | null;
}

export interface CounterSource {
  readonly meter: string;
  readonly quality: ReadingQuality;
  readonly pollMs: number;
  /** Time between two updates of the counters, s; null to take what the reads show. */
  readonly updatePeriodS: number | null;
  /** Relative standard error of the sensors behind the counters; null where unknown. */
  readonly sensorError: number | null;
  /** Whether a read that fails between start and stop may be passed over. */
  readonly forgiving: boolean;
  /** Whether the counters may be of another machine than this one. */
  readonly elsewhere?: boolean;
  read(): Promise<readonly CounterValue[]>;
  close?(): void;
}

interface Followed {
  readonly counter: CounterValue;
  readonly track: CounterTrack;
}

/** Follows counters from now until it is stopped, reading often enough that no wrap is missed. */
export async function measureCounters(source: CounterSource, options: MeterOptions): Promise<Measurement> {
  const followed = new Map<string, Followed>();
  const window = await MeasuredWindow.open(options);
  for (const counter of await firstRead(source)) {
    followed.set(counter.id, { counter, track: startTrack(counter.value, nowS()) });
  }
  let missed = 0;
  let lost: unknown = null;
  let reading = Promise.resolve();
  const poll = (): void => {
    reading = reading
      .then(() => advance(source, followed))
      .catch((error: unknown) => {
        missed += 1;
        if (!source.forgiving) lost ??= error;
      });
  };
  const timer = setInterval(poll, source.pollMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      try {
        await reading;
        if (lost !== null) throw lost;
        await advance(source, followed);
      } catch (error) {
        throw meterLost(source.meter, reasonOf(error));
      } finally {
        source.close?.();
      }
      const summary = await window.close();
      const host = source.elsewhere ? { exclusivity: null, steal: null } : {};
      return readingOf({ ...summary, ...host }, seenBy(source, [...followed.values()], missed));
    },
  };
}

async function firstRead(source: CounterSource): Promise<readonly CounterValue[]> {
  try {
    return await source.read();
  } catch (error) {
    source.close?.();
    throw meterLost(source.meter, reasonOf(error));
  }
}

async function advance(source: CounterSource, followed: Map<string, Followed>): Promise<void> {
  const values = new Map((await source.read()).map((counter) => [counter.id, counter]));
  const timeS = nowS();
  for (const [id, { counter, track }] of followed) {
    const now = values.get(id);
    if (now === undefined) throw new Error(`the counter ${id} is gone`);
    followed.set(id, { counter, track: advanceTrack(track, now.value, timeS, counter.wrapsAt) });
  }
}

type Seen = Pick<Reading, 'meter' | 'components' | 'samples' | 'largestGapS' | 'uncertainty' | 'warnings'>;

function seenBy(source: CounterSource, followed: readonly Followed[], missed: number): Seen {
  const components = componentsOf(source, followed);
  const energyJ = components.reduce((sum, component) => sum + component.energyJ, 0);
  const resolutionJ = components.reduce((sum, component) => sum + (component.resolutionJ ?? 0), 0);
  const quantisation = quantisationUncertainty(energyJ, resolutionJ);
  return {
    meter: source.meter,
    components,
    samples: Math.max(0, ...followed.map(({ track }) => track.reads)),
    largestGapS: Math.max(0, ...followed.map(({ track }) => track.largestGapS)),
    uncertainty:
      source.sensorError === null || quantisation === null
        ? null
        : Math.hypot(source.sensorError, quantisation),
    warnings: [
      ...followed.flatMap((one) => warningsOf(source, one)),
      ...(missed > 0 ? [warning('missed-read', `${missed} reads between start and stop failed`)] : []),
      ...components
        .filter(tooSmall)
        .map(({ component }) =>
          warning(
            'below-resolution',
            `the energy of ${component} is less than 20 times what ${source.meter} tells apart`,
          ),
        ),
    ],
  };
}

function componentsOf(source: CounterSource, followed: readonly Followed[]): ComponentEnergy[] {
  const groups = groupBy(followed, ({ counter }) => counter.component);
  return [...groups].map(([component, members]) => ({
    component,
    meter: source.meter,
    method: 'counter',
    quality: source.quality,
    energyJ: members.reduce((sum, { counter, track }) => sum + track.total * counter.joulesPerUnit, 0),
    resolutionJ: members.reduce((sum, one) => sum + resolutionOf(source, one), 0),
  }));
}

const resolutionOf = (source: CounterSource, { counter, track }: Followed): number =>
  counterResolutionJ({
    energyJ: track.total * counter.joulesPerUnit,
    durationS: track.lastReadS - track.firstReadS,
    stepJ: counter.joulesPerUnit,
    updatePeriodS: source.updatePeriodS ?? track.longestStillS,
  });

/** Power of a socket or an accelerator that no single one exceeds yet, W: bounds how fast a counter can wrap. */
const MOST_POWER_W = 1500;

function warningsOf(source: CounterSource, { counter, track }: Followed): MeterWarning[] {
  const warnings: MeterWarning[] = [];
  if (track.resets > 0) {
    warnings.push(
      warning('counter-reset', `${counter.id} started from 0 again: what it counted before is lost`),
    );
  }
  if (track.changes === 0) {
    warnings.push(warning('stale-counter', `${counter.id} did not move during the whole window`));
  }
  if (
    counter.wrapsAt !== null &&
    track.largestGapS * MOST_POWER_W > counter.wrapsAt * counter.joulesPerUnit
  ) {
    warnings.push(
      warning(
        'wrap-ambiguous',
        `${counter.id} went unread for ${track.largestGapS.toFixed(0)} s and may have wrapped unseen`,
      ),
    );
  }
  if (source.updatePeriodS === null && track.changes === 1) {
    warnings.push(warning('unknown-period', `${counter.id} moved once only, so its period is not known`));
  }
  return warnings;
}

const tooSmall = ({ energyJ, resolutionJ }: ComponentEnergy): boolean =>
  resolutionJ !== null && isBelowResolution(energyJ, resolutionJ);

const warning = (code: string, message: string): MeterWarning => ({ code, message });

/** How often a counter must be read so that it cannot wrap twice unseen, ms; a minute at most. */
export const pollMsFor = (rangeJ: number): number => Math.min(60_000, (rangeJ / MOST_POWER_W / 2) * 1000);
