import { ObjectType } from '@nestjs/graphql';
import { FactorDto } from './factor.dto.js';

/** A factor of another source, scope, unit or machine than the baseline. */
@ObjectType('ComparedFactor')
export class ComparedFactorDto {
  factor: FactorDto;

  /** Every trait in which it differs from the baseline, most telling first: its own value, then the baseline's. */
  differsBy: string[];

  /** Its mean energy per unit over the baseline's; null where the units differ, for then it means nothing. */
  timesBaseline: number | null;
}

/** What the sources say of a task, side by side; never averaged. */
@ObjectType('TaskComparison')
export class TaskComparisonDto {
  task: string;

  /** The factor that stands for the task; null where none was measured. */
  baseline: FactorDto | null;

  /** The best factor of each other source, scope, unit and hardware. */
  others: ComparedFactorDto[];
}
