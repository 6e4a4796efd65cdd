import { Entity } from 'typeorm';
import {
  Flag,
  Key,
  OptionalReal,
  OptionalText,
  OptionalWhole,
  Real,
  Text,
  Whole,
} from '../../../database/columns.js';

@Entity('embodied_item')
export class EmbodiedItemEntity {
  @Key() id: string;
  @Text() item: string;
  @Text() part: string;
  @Real() kgCo2e: number;
  @Text() boundary: string;
  @OptionalReal() lifetimeYears: number | null;
  @OptionalWhole() year: number | null;
  @Text() source: string;
  @Flag() secondHand: boolean;
  @OptionalText() note: string | null;
}

@Entity('equivalence')
export class EquivalenceEntity {
  @Key() id: string;
  @Text() name: string;
  @Text() quantity: 'energy' | 'emissions';
  @Real() perOne: number;
  @Text() unit: string;
  @Text() status: string;
  @Text() basis: string;
  @Text() vintage: string;
  @Text() source: string;
  @Flag() secondHand: boolean;
  @OptionalText() note: string | null;
}

@Entity('production_scenario')
export class ProductionScenarioEntity {
  @Key() id: string;
  @Text() kind: string;
  @Text() name: string;
  @Real() central: number;
  @OptionalReal() low: number | null;
  @OptionalReal() high: number | null;
  @OptionalWhole() pairs: number | null;
  @Text() measuredFrom: string;
  @Text() measuredTo: string;
  @Text() per: string;
  @Text() source: string;
  @Whole() year: number;
  @Text() confidence: string;
  @Flag() secondHand: boolean;
  @OptionalText() note: string | null;
}

/** A task that was measured in batches, beside one that was not. */
@Entity('production_alternative')
export class ProductionAlternativeEntity {
  @Key() task: string;
  @Key() alternativeTask: string;
  @Text() reason: string;
}

@Entity('training_energy')
export class TrainingEnergyEntity {
  @Key() modelId: string;
  @Real() trainingKwh: number;
  @Real() fineTuningKwh: number;
  @Real() inferenceKwhPrinted: number;
  @Real() parityPrinted: number;
  @Text() source: string;
  @Whole() year: number;
  @OptionalText() note: string | null;
}
