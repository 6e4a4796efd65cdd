import { ObjectType } from '@nestjs/graphql';
import { IntervalDto } from '../factors/index.js';

/** An amount of one kind of work. */
@ObjectType('Volume')
export class VolumeDto {
  /** inference, output-token, image or audio-second. */
  unit: string;

  amount: number;
}

/** Energy, emissions and what comes with them, over some time. */
@ObjectType('EstimateTotal')
export class EstimateTotalDto {
  /** Inferences in that time; null where a workload's volume is in another unit. */
  inferences: number | null;

  /** The same by unit. */
  volumes: VolumeDto[];

  /** At the facility's meter: with PUE. */
  energyKwh: IntervalDto;

  /** Operational, location-based, GWP100. */
  emissionsKgCo2e: IntervalDto;

  /** The sources' own grams: energy as measured, the grid where it was measured, PUE 1. Null where a source names no grid. */
  asMeasuredKgCo2e: IntervalDto | null;

  /** Operational, market-based; workloads without a contract enter at their grid's intensity. Null where none has one. */
  marketBasedKgCo2e: IntervalDto | null;

  /** Making of the hardware; null where it was not asked for every workload, or not known for one. */
  embodiedKgCo2e: IntervalDto | null;

  /** Water, in litres; null where the facility's water use is not known for every workload. */
  waterL: IntervalDto | null;

  /** `site`, `site-and-grid`, or `mixed` where workloads differ; null with waterL. */
  waterScope: string | null;

  /** Electricity at the price given; null without one for every workload. */
  electricityCost: IntervalDto | null;

  /** Software Carbon Intensity (ISO/IEC 21031:2024), gCO2e per unit of the volume; null where units differ. */
  sciGPerUnit: IntervalDto | null;

  /** False where the hardware's making is left out: then sciGPerUnit is a lower bound, no conforming score. */
  sciIncludesEmbodied: boolean;
}
