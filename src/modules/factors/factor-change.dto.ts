import { ObjectType } from '@nestjs/graphql';
import type { FactorChange } from '../../core/factor/index.js';
import { WholeNumber } from '../../common/fields/index.js';

/** A factor at one moment. */
@ObjectType('FactorState')
export class FactorStateDto {
  /** Arithmetic mean, Wh per functional unit. */
  energyWhPerUnit: number;

  /** Runs behind it. */
  @WholeNumber() runs: number;
}

/** How new runs moved a factor. Published factor sets stay as they are. */
@ObjectType('FactorChange')
export class FactorChangeDto {
  /** Id of the factor. */
  id: string;

  level: string;

  task: string;

  model: string | null;

  dataset: string | null;

  source: string;

  hardware: string;

  scope: string;

  unit: string;

  /** Null for a factor that is new. */
  before: FactorStateDto | null;

  after: FactorStateDto | null;

  /** After ÷ before − 1; null for a factor that is new. */
  relativeChange: number | null;
}

export function toFactorChangeDto({ factor, before, after }: FactorChange): FactorChangeDto {
  const { group, evidence } = factor;
  return {
    id: factor.id,
    level: evidence.level,
    task: group.task,
    model: factor.modelId,
    dataset: factor.dataset,
    source: group.sourceId,
    hardware: group.hardware,
    scope: group.energyScope,
    unit: group.unit,
    before: before && { energyWhPerUnit: before.meanWh, runs: before.runs },
    after: after && { energyWhPerUnit: after.meanWh, runs: after.runs },
    relativeChange: before && after ? after.meanWh / before.meanWh - 1 : null,
  };
}
