import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../core/errors/index.js';
import { inferencesToParity, parityInterval, scaled } from '../../../core/estimate/index.js';
import type { Interval, TrainingEnergy } from '../../../core/estimate/index.js';
import { arithmeticMean } from '../../../core/statistics/index.js';
import { energyIntensity, FactorsService } from '../../factors/index.js';
import type { IdentifiedFactor } from '../../factors/index.js';
import { FactorChooser } from '../choose-factor.js';
import { TablesService } from '../tables/tables.service.js';
import type { TrainingEnergyEntity } from '../tables/tables.entity.js';
import { usedFactor } from '../to-estimate-dto.js';
import { Warnings } from '../warnings.js';
import type { BreakEvenDto, PublishedBreakEvenDto, PublishedBreakEvensDto } from './break-even.dto.js';
import type { BreakEvenInput } from './break-even.input.js';

const WH_PER_KWH = 1_000;

/** Where Table 5 is from. */
const STUDY = 'luccioni-2023';

/** Energy of making a model against energy of serving it. */
@Injectable()
export class BreakEvenService {
  constructor(
    @Inject(TablesService) private readonly tables: TablesService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(FactorChooser) private readonly chooser: FactorChooser,
  ) {}

  /** Table 5 of the study, as printed and as it follows from its energies and from the runs. */
  published(): PublishedBreakEvensDto {
    return { items: this.tables.all.trainingEnergies.map((row) => this.row(row)) };
  }

  compute(input: BreakEvenInput): BreakEvenDto {
    const { source, ...training } = this.trainingOf(input);
    const inference = this.inferenceOf(input, training);
    const { inferencesPerDay } = input;
    return {
      model: input.model ?? null,
      ...training,
      trainingSource: source,
      ...inference,
      daysToParity:
        inferencesPerDay === undefined ? null : scaled(inference.inferencesToParity, 1 / inferencesPerDay),
    };
  }

  private row(row: TrainingEnergyEntity): PublishedBreakEvenDto {
    const { modelId, trainingKwh, fineTuningKwh, inferenceKwhPrinted, parityPrinted, source, note } = row;
    const measured = this.measuredZeroShot(modelId);
    const measuredKwh =
      measured.length === 0
        ? null
        : arithmeticMean(measured.map(({ evidence }) => evidence.mean)) / WH_PER_KWH;
    const recomputed = inferencesToParity(row, inferenceKwhPrinted);
    return {
      model: modelId,
      trainingKwh,
      fineTuningKwh,
      energyKwhPerInference: inferenceKwhPrinted,
      inferencesToParityPrinted: parityPrinted,
      inferencesToParityRecomputed: recomputed,
      agrees: Math.abs(recomputed - parityPrinted) < 1,
      measuredEnergyKwhPerInference: measuredKwh,
      inferencesToParityMeasured: measuredKwh === null ? null : inferencesToParity(row, measuredKwh),
      factors: measured.map(({ id }) => id),
      source,
      note,
    };
  }

  /** One factor for each task and form of input that the study ran the model on without fine-tuning it. */
  private measuredZeroShot(modelId: string): IdentifiedFactor[] {
    return (this.factors.directories.byModel.get(modelId) ?? []).filter(
      ({ group, evidence }) =>
        group.sourceId === STUDY && group.zeroShot && evidence.level === 'measured-model',
    );
  }

  private trainingOf({
    model,
    trainingKwh,
    fineTuningKwh,
  }: BreakEvenInput): TrainingEnergy & { source: string } {
    if (trainingKwh !== undefined) {
      return { trainingKwh, fineTuningKwh: fineTuningKwh ?? 0, source: 'request' };
    }
    const row = this.tables.all.trainingEnergies.find(({ modelId }) => modelId === model);
    if (row) {
      return {
        trainingKwh: row.trainingKwh,
        fineTuningKwh: fineTuningKwh ?? row.fineTuningKwh,
        source: row.source,
      };
    }
    const known = this.tables.all.trainingEnergies.map(({ modelId }) => modelId).join(', ');
    const message = `trainingKwh is missing; it is known only for ${known}`;
    throw DomainError.field('VALIDATION_FAILED', 'trainingKwh', message);
  }

  private inferenceOf(
    input: BreakEvenInput,
    training: TrainingEnergy,
  ): Pick<BreakEvenDto, 'energyKwhPerInference' | 'inferencesToParity' | 'factor'> {
    const { energyKwhPerInference: kwh, task } = input;
    if ((kwh === undefined) === (task === undefined)) {
      const message =
        'give either energyKwhPerInference or a task (with model, dataset, source) whose factor is taken';
      throw DomainError.field('VALIDATION_FAILED', 'energyKwhPerInference', message);
    }
    if (kwh !== undefined) {
      const parity = inferencesToParity(training, kwh);
      return { energyKwhPerInference: exactly(kwh), inferencesToParity: exactly(parity), factor: null };
    }
    const choice = {
      prefix: '',
      index: 0,
      taskField: 'task',
      volumeUnit: 'inference',
      boundary: undefined,
    } as const;
    const { chosen } = this.chooser.choose(
      { ...input, task: task ?? '' },
      { ...choice, warnings: new Warnings() },
    );
    const { mean, p5, p50, p95 } = energyIntensity(chosen.factor.evidence);
    return {
      energyKwhPerInference: scaled({ mean, p5, p50, p95 }, 1 / WH_PER_KWH),
      inferencesToParity: parityInterval(training, chosen.factor.evidence),
      factor: usedFactor(chosen),
    };
  }
}

const exactly = (value: number): Interval => ({ mean: value, p5: value, p50: value, p95: value });
