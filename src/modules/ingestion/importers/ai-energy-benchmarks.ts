import { Energy } from '../../../core/quantity/index.js';
import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Importer } from './importer.js';
import { composeDraft, unitCountOf, unitOf } from './shared/draft.js';
import { energyOf, gpuEnergy, phaseOf, requireOneRecord, type EnergySource } from './shared/energy.js';
import { amount, count, positive, ratio, text, type Fields } from './shared/fields.js';
import { jsonRecords } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';

/** The result of the ai_energy_benchmarks runner. Its `energy_kwh` is the GPUs', not the node's. */
export const aiEnergyBenchmarks: Importer = {
  format: 'ai-energy-benchmarks-json',
  title: 'ai_energy_benchmarks result JSON',

  detect: (head) =>
    fitOf(jsonShape(head), {
      required: ['summary.successful_prompts'],
      typical: [
        'summary.total_prompts',
        'energy',
        'summary.total_completion_tokens',
        'summary.avg_latency_seconds',
      ],
    }),

  read: (source, defaults) =>
    jsonRecords(source, (record, row, rows) => {
      requireOneRecord(rows, defaults, 'give each result by itself');
      return toDraft(record, row, defaults);
    }),
};

function toDraft(record: Fields, row: number, defaults: ImportDefaults): RunDraft {
  const succeeded = unitCountOf(count(record, 'summary.successful_prompts'), defaults);
  const durationS = positive(amount(record, 'summary.total_duration_seconds'));
  const outputTokens = positive(count(record, 'summary.total_completion_tokens'));
  const { energy, ...meter } = energyOf(
    meteredOf(record, durationS),
    defaults,
    'the result carries no energy',
  );
  return composeDraft(
    {
      row,
      runId: null,
      content: record,
      measuredAt: text(record, 'timestamp'),
      model: text(record, 'config.model'),
      dataset: text(record, 'config.dataset'),
      engine: text(record, 'config.backend'),
      meter,
      loadShape: {
        inputTokensPerUnit: ratio(positive(count(record, 'summary.total_prompt_tokens')), succeeded),
        outputTokensPerUnit: ratio(outputTokens, succeeded),
        throughputUnitsPerS: ratio(succeeded, durationS),
        latencyS: positive(amount(record, 'summary.avg_latency_seconds')),
      },
      phases: [phaseOf('query', unitOf('request', defaults), succeeded, energy, outputTokens)],
      flags: positive(count(record, 'summary.failed_prompts')) === null ? [] : ['failed-requests-metered'],
    },
    defaults,
  );
}

/** Wh of the GPUs, under the name of the newer releases or of the older ones. */
function meteredOf(record: Fields, durationS: number | null): EnergySource | null {
  const gpuWh = positive(amount(record, 'energy.gpu_energy_wh'));
  const olderKwh = positive(amount(record, 'energy.energy_kwh'));
  const gpuJ = gpuWh !== null ? Energy.fromWh(gpuWh) : olderKwh === null ? null : Energy.fromKwh(olderKwh);
  return gpuJ === null
    ? null
    : {
        energy: gpuEnergy(gpuJ, durationS),
        energyScope: 'gpu',
        energyMethod: 'gpu-counter-codecarbon',
        measured: true,
        meterTool: 'ai-energy-benchmarks',
        meterVersion: null,
      };
}
