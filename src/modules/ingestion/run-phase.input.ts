import { InputType } from '@nestjs/graphql';
import { NumberField, RequiredChoiceField } from '../../common/fields/index.js';
import { FUNCTIONAL_UNITS, PHASES } from '../../core/run/index.js';

/** Beyond any machine: 10^12 kWh is more than any country uses in a month. */
const ENERGY = { min: 0, max: 1e12 };
const AMOUNT = { min: 0, max: 1e15 };

/** One phase of a run, such as answering the queries or loading the model. Leave out what is not known. */
@InputType()
export class RunPhaseInput {
  /** query, query-steady-state, load, transfer, prefill or decode. */
  @RequiredChoiceField(PHASES) phase: string;

  /** The functional unit that the energy is per. */
  @RequiredChoiceField(FUNCTIONAL_UNITS) unit: string;

  /** How many units the phase covers: whole, but for seconds of audio or video and for query-steady-state. */
  @NumberField(AMOUNT) unitCount?: number;

  /** Energy of the whole phase, kWh. */
  @NumberField(ENERGY) energyKwh?: number;

  @NumberField(ENERGY) energyGpuKwh?: number;

  @NumberField(ENERGY) energyCpuKwh?: number;

  @NumberField(ENERGY) energyRamKwh?: number;

  /** Energy of one unit, Wh; follows from energyKwh and unitCount where both are given. */
  @NumberField(ENERGY) energyWhPerUnit?: number;

  @NumberField(ENERGY) energyWhPerOutputToken?: number;

  /** Length of the phase, s. */
  @NumberField(AMOUNT) durationS?: number;

  @NumberField(AMOUNT) avgPowerW?: number;
}
