import type { FunctionalUnit, PhaseDraft, RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Importer } from './importer.js';
import { composeDraft, unitOf } from './shared/draft.js';
import { positive, amount, count, ratio, text, type Fields } from './shared/fields.js';
import { jsonRecords } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';
import { Rejection } from './shared/rejection.js';

/**
 * `results.json` of the ML.ENERGY Benchmark (arXiv 2505.06371). Its energy is that of the steady-state
 * window, in which the server is full; the requests that finished in it are not counted, so the energy of
 * a request is that of a token times the mean length of an answer.
 */
export const mlEnergy: Importer = {
  format: 'ml-energy-json',
  title: 'ML.ENERGY Benchmark results.json',

  detect: (head) =>
    fitOf(jsonShape(head), {
      required: ['steady_state_energy'],
      typical: ['model_id', 'num_gpus', 'completed', 'steady_state_energy_per_token', 'total_output_tokens'],
    }),

  read: (source, defaults) => jsonRecords(source, (record, row) => toDraft(record, row, defaults)),
};

function toDraft(record: Fields, row: number, defaults: ImportDefaults): RunDraft {
  const completed = positive(count(record, 'completed'));
  if (completed === null) throw new Rejection('RUN_FAILED', 'no request was completed', 'completed');
  const gpuCount = count(record, 'num_gpus');
  const maximum = count(record, 'max_num_seqs');
  const tokensPerRequest = ratio(positive(count(record, 'total_output_tokens')), completed);
  return composeDraft(
    {
      row,
      runId: null,
      content: { ...record, results: undefined },
      model: text(record, 'model_id'),
      hardware: {
        gpuModel: text(record, 'gpu_model'),
        ...(gpuCount !== null && { gpuCount, gpusActive: gpuCount }),
      },
      meter: {
        energyScope: 'gpu',
        energyMethod: 'nvml-zeus',
        measured: true,
        meterTool: 'zeus',
        meterVersion: null,
      },
      loadShape: {
        batchSizeMax: maximum,
        outputTokensPerUnit: tokensPerRequest,
        throughputUnitsPerS: ratio(completed, positive(amount(record, 'duration'))),
      },
      phases: [steadyState(record, tokensPerRequest, unitOf('request', defaults))],
      flags: ['steady-state-window'],
    },
    defaults,
  );
}

function steadyState(record: Fields, tokensPerRequest: number | null, unit: FunctionalUnit): PhaseDraft {
  const windowJ = positive(amount(record, 'steady_state_energy'));
  const perTokenJ = positive(amount(record, 'steady_state_energy_per_token'));
  if (windowJ === null || perTokenJ === null || tokensPerRequest === null) {
    const missing = 'steady_state_energy, steady_state_energy_per_token and total_output_tokens are needed';
    throw new Rejection('NO_ENERGY', `${missing}, each above 0`, 'steady_state_energy');
  }
  const durationS = positive(amount(record, 'steady_state_duration'));
  return {
    phase: 'query-steady-state',
    unit,
    unitCount: windowJ / perTokenJ / tokensPerRequest,
    energyTotalJ: windowJ,
    energyGpuJ: windowJ,
    energyCpuJ: null,
    energyRamJ: null,
    energyPerUnitJ: perTokenJ * tokensPerRequest,
    energyPerOutputTokenJ: perTokenJ,
    durationS,
    avgPowerW: ratio(windowJ, durationS),
  };
}
