import {
  integratePower,
  SWING_LIMIT,
  type MeterWarning,
  type PowerIntegral,
  type PowerSample,
  type Reading,
} from '../../../core/benchmark/index.js';
import { meterLost } from './meter.js';
import { readingOf, type WindowSummary } from './window.js';

/** What power sensors gave over a window, by GPU. */
export interface PowerRecord {
  readonly meter: string;
  readonly periodS: number;
  /** Relative standard error of the sensors; null where unknown. */
  readonly sensorError: number | null;
  readonly startS: number;
  readonly endS: number;
  readonly samples: ReadonlyMap<string, readonly PowerSample[]>;
}

/** Joules of sampled power, and all that makes them doubtful. */
export function readingOfPowers(record: PowerRecord, summary: WindowSummary): Reading {
  const integrals = [...record.samples].map(([id, samples]) => ({ id, ...integratePower(samples, record) }));
  const silent = integrals.find(({ energyJ }) => energyJ === null);
  if (integrals.length === 0 || silent) {
    throw meterLost(record.meter, `${silent?.id ?? 'the sensor'} gave no power during the window`);
  }
  const energyJ = integrals.reduce((sum, integral) => sum + (integral.energyJ ?? 0), 0);
  const largestGapS = Math.max(...integrals.map((integral) => integral.largestGapS));
  const meanW = energyJ / summary.durationS;
  return readingOf(summary, {
    meter: record.meter,
    components: [
      {
        component: 'gpu',
        meter: record.meter,
        method: 'power-sampled',
        quality: 'measured',
        energyJ,
        resolutionJ: meanW * record.periodS,
      },
    ],
    samples: Math.max(...integrals.map(({ samples }) => samples)),
    largestGapS,
    uncertainty: record.sensorError,
    warnings: [
      ALIASING,
      ...integrals.flatMap((integral) => warningsOf(integral.id, integral)),
      ...(largestGapS > 5 * record.periodS
        ? [{ code: 'sampling-gap', message: `no power was seen for ${largestGapS.toFixed(2)} s` }]
        : []),
      ...(summary.durationS < 20 * record.periodS
        ? [{ code: 'below-resolution', message: 'the window is shorter than 20 samples' }]
        : []),
    ],
  });
}

const ALIASING: MeterWarning = {
  code: 'power-sampled',
  message:
    'energy is the integral of sampled power: a load that changes faster than it is sampled can be off by half, unseen',
};

function warningsOf(id: string, { missing, swing, samples }: PowerIntegral): MeterWarning[] {
  const warnings: MeterWarning[] = [];
  if (missing > 0) {
    warnings.push({
      code: 'missing-samples',
      message: `${id} gave no value ${missing} times of ${missing + samples}`,
    });
  }
  if (swing !== null && swing > SWING_LIMIT) {
    warnings.push({
      code: 'aliasing-likely',
      message: `the power of ${id} jumps by ${(swing * 100).toFixed(0)} % between samples`,
    });
  }
  return warnings;
}
