import { ObjectType } from '@nestjs/graphql';

/** The study's mean for the same task. */
@ObjectType('BenchmarkStudy')
export class BenchmarkStudyDto {
  factorId: string;

  source: string;

  /** What the study's meter saw. */
  scope: string;

  /** kWh per 1,000 units, usually inferences. */
  energyKwhPer1000: number;
}

/** What came out, per 1,000 inferences. */
@ObjectType('BenchmarkResult')
export class BenchmarkResultDto {
  /** Gross, kWh per 1,000 inferences; null where nothing was metered. */
  energyKwhPer1000: number | null;

  /** Less idle, kWh per 1,000 inferences. */
  netEnergyKwhPer1000: number | null;

  /** Half of the 95 % interval over the mean of the gross energy. */
  relativeHalfWidth: number | null;

  inferencesPerS: number | null;

  /** counter, power-sampled or model. */
  method: string | null;

  /** measured, measured-external, or estimated for a model. */
  quality: string | null;

  /** The study's figure of this task, for comparison; null where it has none. */
  study: BenchmarkStudyDto | null;
}
