import { ObjectType } from '@nestjs/graphql';
import { IntervalDto } from '../../factors/index.js';
import { UsedFactorDto } from '../used.dto.js';

/** After how many inferences serving an AI model has used as much energy as making it. */
@ObjectType('BreakEven')
export class BreakEvenDto {
  model: string | null;

  trainingKwh: number;

  fineTuningKwh: number;

  /** Where the two are from: request, or a citation. */
  trainingSource: string;

  energyKwhPerInference: IntervalDto;

  /** Null where the request gave the energy itself. */
  factor: UsedFactorDto | null;

  /** (training + fine-tuning) / energy per inference. `mean` is at the mean energy; much energy, few inferences. */
  inferencesToParity: IntervalDto;

  /** Days at the volume given; null without one. */
  daysToParity: IntervalDto | null;
}

/** One row of Table 5 of the study: as printed, from the energies printed, and from the measured runs. */
@ObjectType('PublishedBreakEven')
export class PublishedBreakEvenDto {
  model: string;

  trainingKwh: number;

  fineTuningKwh: number;

  /** As printed. */
  energyKwhPerInference: number;

  /** As printed. */
  inferencesToParityPrinted: number;

  /** From the three energies printed. */
  inferencesToParityRecomputed: number;

  /** Whether the two agree to the inference. */
  agrees: boolean;

  /** Mean over the model's measured runs without fine-tuning; null where there are none. */
  measuredEnergyKwhPerInference: number | null;

  /** From the energies of training printed and the measured runs. */
  inferencesToParityMeasured: number | null;

  /** Factors behind the measured energy. */
  factors: string[];

  source: string;

  note: string | null;
}

@ObjectType('PublishedBreakEvens')
export class PublishedBreakEvensDto {
  items: PublishedBreakEvenDto[];
}
