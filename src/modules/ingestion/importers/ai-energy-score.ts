import { Energy } from '../../../core/quantity/index.js';
import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Row } from './shared/csv-rows.js';
import { csvTable } from './shared/csv-table.js';
import { composeDraft, unitCountOf, unitOf } from './shared/draft.js';
import { gpuEnergy, phaseOf } from './shared/energy.js';
import { amount, count, positive, ratio, text } from './shared/fields.js';
import { Rejection } from './shared/rejection.js';

const COLUMNS = ['model_name', 'task', 'successful_prompts', 'gpu_energy_wh', 'wh_per_1000_queries'];

/** The table that AI Energy Score's batch runner keeps, one row a run: GPU energy only. */
export const aiEnergyScore = csvTable({
  format: 'ai-energy-score-csv',
  title: 'AI Energy Score results CSV',
  columns: COLUMNS,
  toDraft,
});

function toDraft(row: number, cells: Row, defaults: ImportDefaults): RunDraft {
  const failure = text(cells, 'error_message');
  if (failure !== null) throw new Rejection('RUN_FAILED', `the run failed: ${failure}`, 'error_message');
  const succeeded = unitCountOf(count(cells, 'successful_prompts'), defaults);
  const energyWh = positive(amount(cells, 'gpu_energy_wh'));
  if (energyWh === null) throw new Rejection('NO_ENERGY', 'gpu_energy_wh is 0 or blank', 'gpu_energy_wh');
  const durationS = positive(amount(cells, 'total_duration_seconds'));
  const outputTokens = positive(count(cells, 'total_completion_tokens'));
  return composeDraft(
    {
      row,
      runId: null,
      content: cells,
      measuredAt: text(cells, 'timestamp'),
      task: taskOf(cells),
      model: text(cells, 'model_name'),
      meter: {
        energyScope: 'gpu',
        energyMethod: 'gpu-counter-codecarbon',
        measured: true,
        meterTool: 'ai-energy-score',
        meterVersion: null,
      },
      loadShape: {
        inputTokensPerUnit: ratio(positive(count(cells, 'total_prompt_tokens')), succeeded),
        outputTokensPerUnit: ratio(outputTokens, succeeded),
        throughputUnitsPerS: ratio(succeeded, durationS),
        latencyS: positive(amount(cells, 'avg_total_time')),
        scenario: reasoningOf(cells),
      },
      phases: [
        phaseOf(
          'query',
          unitOf('request', defaults),
          succeeded,
          gpuEnergy(Energy.fromWh(energyWh), durationS),
          outputTokens,
        ),
      ],
      flags: flagsOf(cells, energyWh / succeeded),
    },
    defaults,
  );
}

/** The runner's short name for text generation. */
function taskOf(cells: Row): string | null {
  const task = text(cells, 'task');
  return task === 'text_gen' ? 'text-generation' : task;
}

/** Runs with and without reasoning are never averaged. */
function reasoningOf(cells: Row): string | null {
  const state = text(cells, 'reasoning_state');
  return state === null || /^n\/?a$/i.test(state) ? null : `reasoning ${state.toLowerCase()}`;
}

/** How far the runner's own quotient, printed with four decimals, may stray from ours. */
const QUOTIENT_TOLERANCE = 0.01;

function flagsOf(cells: Row, whPerPrompt: number): string[] {
  const flags: string[] = [];
  const printed = positive(amount(cells, 'wh_per_1000_queries'));
  if (printed !== null && Math.abs(printed / 1000 / whPerPrompt - 1) > QUOTIENT_TOLERANCE) {
    flags.push('printed-quotient-differs');
  }
  if (positive(count(cells, 'failed_prompts')) !== null) flags.push('failed-requests-metered');
  return flags;
}
