import { ObjectType } from '@nestjs/graphql';
import { pageOf } from '../../common/pagination/index.js';
import { WholeNumber } from '../../common/fields/index.js';
import { JudgementDto } from '../catalogue/index.js';

/** What of the machine an energy is for. */
@ObjectType('Boundary')
export class BoundaryDto {
  /** as-measured or one-gpu-share. */
  name: string;

  /** What the measured energy was multiplied by; 1 as measured. */
  k: number;

  /** Whether it is measured or an estimate. */
  label: string;

  /** Where k comes from, with its assumption; null as measured. */
  source: string | null;
}

/** What the figures of a factor mean. */
@ObjectType('FactorMeaning')
export class FactorMeaningDto {
  /** location-based: the grid's average, whatever was bought. */
  accounting: string;

  /** Global warming potential of the greenhouse gases over 100 years. */
  gwp: string;

  unit: string;

  /** How energy becomes emissions. */
  equation: string;

  /** `lifecycle` or `direct`, of the grid intensity used; null where its source does not say. */
  gridLifeCycle: string | null;

  /** Version of docs/method.md. */
  method: string;
}

/** The five scores of the pedigree matrix (Weidema et al., ecoinvent 3, 2013), 1 (best) to 5. */
@ObjectType('QualityScores')
export class QualityScoresDto {
  reliability: JudgementDto;

  completeness: JudgementDto;

  /** From the year of measurement to the year of use. */
  temporal: JudgementDto;

  /** From the place of measurement to the zone of use. */
  geographical: JudgementDto;

  technology: JudgementDto;
}

/** Data quality for the use that is made of a figure. */
@ObjectType('DataQuality')
export class DataQualityDto {
  /** Mean of the five scores, 1 (best) to 5. */
  score: number;

  /**
   * What the scores add to the standard deviation of the logarithm. It is in no interval, unless an estimate
   * asks for it by includeQuality.
   */
  sigma: number;

  scores: QualityScoresDto;
}

/** A measured AI model near in size. */
@ObjectType('SizeNeighbour')
export class SizeNeighbourDto {
  model: string;

  /** Billions of parameters. */
  parametersB: number;

  /** Geometric mean, which is what the regression sees. */
  medianWhPerUnit: number;
}

/** How a factor was imputed from a model's size: ln(Wh per unit) = intercept + slope · ln(billions of parameters). */
@ObjectType('Imputation')
export class ImputationDto {
  /** The size that it is for, billions of parameters. */
  parametersB: number;

  /** a: ln(Wh per unit) of a model of one billion parameters. */
  intercept: number;

  /** b: doubling the size multiplies the energy by 2^b. */
  slope: number;

  /** 0.3 to 1; below, the level is not offered. */
  rSquared: number;

  /** Standard deviation of the residuals of ln(Wh per unit). */
  residualSd: number;

  /** Models that the regression is from. */
  @WholeNumber() models: number;

  /** Smallest of them, billions of parameters. */
  smallestParametersB: number;

  largestParametersB: number;

  /** The size lies outside those measured: the line is a guess at how it goes on. */
  outsideRange: boolean;

  /** The three nearest by ln size, nearest first. */
  neighbours: SizeNeighbourDto[];
}

/** Where a printed figure stands. */
@ObjectType('Publication')
export class PublicationDto {
  citation: string;

  @WholeNumber({ nullable: true }) year: number | null;
}

/** Where the spread of ln(energy) of one comparable group of runs comes from; null where the runs cannot tell it. */
@ObjectType('VarianceComponents')
export class VarianceComponentsDto {
  source: string;

  scope: string;

  unit: string;

  hardware: string;

  zeroShot: boolean;

  inputVariant: string | null;

  batchSize: number | null;

  engine: string | null;

  weightPrecision: string | null;

  parallelism: string | null;

  scenario: string | null;

  outputShape: string | null;

  /** False where the energies were modelled. */
  measured: boolean;

  /** GPUs at work; null where nobody says, and where there is one at most. */
  @WholeNumber({ nullable: true }) gpusActive: number | null;

  /** Output tokens per unit of the runs that were put together, such as `431-609`; null where of no account. */
  outputTokenRange: string | null;

  /** Named subset of runs that the analysis is from; null where all were used. */
  cohort: string | null;

  /** AI models in the analysis. */
  @WholeNumber() models: number;

  /** Datasets that the runs name. */
  @WholeNumber() datasets: number;

  /** Runs of each model on each dataset; their harmonic mean where they differ. */
  runsPerCell: number;

  /** Mean of ln(Wh per unit). */
  mu: number;

  /** Between runs of one model on one dataset. */
  sigmaRun: number | null;

  /** How models differ in what a dataset costs. */
  sigmaModelDataset: number | null;

  sigmaDataset: number | null;

  sigmaModel: number | null;

  /** What could not be told apart from sigmaModel and is in it. */
  modelSpreadIncludes: string[];

  /** Components estimated below 0 and set to 0: the data cannot tell them from noise. */
  truncated: string[];
}

@ObjectType('VarianceComponentsPage')
export class VarianceComponentsPage extends pageOf(VarianceComponentsDto) {}
