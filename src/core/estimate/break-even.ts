import type { Evidence } from '../evidence/index.js';
import { LogNormal } from '../statistics/index.js';
import type { Interval } from './uncertain.js';

/** What it took to make an AI model, kWh. */
export interface TrainingEnergy {
  readonly trainingKwh: number;
  /** 0 where the model is used as it was trained. */
  readonly fineTuningKwh: number;
}

/**
 * Inferences after which serving has used as much energy as training and fine-tuning: (T + F)/e.
 * Source: Luccioni, Jernite, Strubell, "Power Hungry Processing", FAccT 2024, section 4.4 and Table 5.
 */
export function inferencesToParity(
  { trainingKwh, fineTuningKwh }: TrainingEnergy,
  kwhPerInference: number,
): number {
  return (trainingKwh + fineTuningKwh) / kwhPerInference;
}

/**
 * The same with the spread of the energy per inference. `mean` is that at the mean energy, so that it agrees with
 * the quotient above; the percentiles are those of the quotient: much energy per inference, few inferences.
 */
export function parityInterval(training: TrainingEnergy, { mean, mu, sigma }: Evidence): Interval {
  const atMean = inferencesToParity(training, mean / WH_PER_KWH);
  if (sigma === null) return { mean: atMean, p5: null, p50: null, p95: null };
  const location = Math.log(inferencesToParity(training, 1 / WH_PER_KWH)) - mu;
  return LogNormal.summary({ mu: location, sigma }, atMean);
}

const WH_PER_KWH = 1_000;
