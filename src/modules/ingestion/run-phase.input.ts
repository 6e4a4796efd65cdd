import { InputType } from '@nestjs/graphql';
import { NumberField, RequiredChoiceField } from '../../common/fields/index.js';
import { Energy } from '../../core/quantity/index.js';
import { FUNCTIONAL_UNITS, LIMITS, PHASES } from '../../core/run/index.js';

const ENERGY_KWH = { min: 0, max: Energy.toKwh(LIMITS.energyTotalJ.max) };
const ENERGY_WH = { min: 0, max: Energy.toWh(LIMITS.energyPerUnitJ.max) };

/** One phase of a run, such as answering the queries or loading the model. Leave out what is not known. */
@InputType()
export class RunPhaseInput {
  /** query, query-steady-state, load, transfer, prefill or decode. */
  @RequiredChoiceField(PHASES) phase: string;

  /** The functional unit that the energy is per. */
  @RequiredChoiceField(FUNCTIONAL_UNITS) unit: string;

  /** How many units the phase covers: whole, but for seconds of audio or video and for query-steady-state. */
  @NumberField(LIMITS.unitCount) unitCount?: number;

  /** Energy of the whole phase, kWh. */
  @NumberField(ENERGY_KWH) energyKwh?: number;

  @NumberField(ENERGY_KWH) energyGpuKwh?: number;

  @NumberField(ENERGY_KWH) energyCpuKwh?: number;

  @NumberField(ENERGY_KWH) energyRamKwh?: number;

  /** Energy of one unit, Wh; follows from energyKwh and unitCount where both are given. */
  @NumberField(ENERGY_WH) energyWhPerUnit?: number;

  @NumberField(ENERGY_WH) energyWhPerOutputToken?: number;

  /** Length of the phase, s. */
  @NumberField(LIMITS.durationS) durationS?: number;

  @NumberField(LIMITS.avgPowerW) avgPowerW?: number;
}
