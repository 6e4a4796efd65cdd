import { ObjectType } from '@nestjs/graphql';
import { IntervalDto } from '../../factors/index.js';
import { EstimateDto, EstimateWarningDto } from '../estimate.dto.js';

/** B against A in one figure, per mean day. */
@ObjectType('ScenarioFigure')
export class ScenarioFigureDto {
  /** B − A, in the figure's unit. `mean` is the difference of the means. */
  difference: IntervalDto;

  /** B / A. `mean` is the quotient of the means. */
  ratio: IntervalDto;

  /** That B is lower than A, 0 to 1; null where the spread of an input is not known. */
  probabilityBIsLower: number | null;

  /** Of the logarithms of A and B, −1 to 1: what they share cancels in the comparison. Null where a spread is not known, or 0. */
  correlation: number | null;
}

/** An input that both draw on. */
@ObjectType('SharedInput')
export class SharedInputDto {
  /** The input, such as `grid:SWE` or `factor:` with the id of a factor. */
  input: string;

  /** energyIntensity, production, pue, carbonIntensity, dataQuality or other. */
  kind: string;

  /** Of the variance of the logarithm of A's emissions, 0 to 1; null where a spread is not known. */
  shareOfA: number | null;

  shareOfB: number | null;
}

/** Two estimates side by side, with what they share taken into account. */
@ObjectType('Scenario')
export class ScenarioDto {
  name: string | null;

  a: EstimateDto;

  b: EstimateDto;

  /** kWh a day at the facility's meter. */
  energyKwh: ScenarioFigureDto;

  /** kgCO2e a day, operational, location-based. */
  emissionsKgCo2e: ScenarioFigureDto;

  shared: SharedInputDto[];

  /** What concerns the comparison; each side has its own. */
  warnings: EstimateWarningDto[];
}
