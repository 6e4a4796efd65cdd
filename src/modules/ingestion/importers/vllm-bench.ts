import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Importer } from './importer.js';
import { composeDraft, unitCountOf, unitOf } from './shared/draft.js';
import { energyOf, gpuEnergy, phaseOf, requireOneRecord, type EnergySource } from './shared/energy.js';
import { amount, at, count, positive, ratio, text, type Fields } from './shared/fields.js';
import { jsonRecords } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';

/** The result of `vllm bench serve`. Only newer releases meter the GPUs, and only where asked to. */
export const vllmBench: Importer = {
  format: 'vllm-bench-json',
  title: 'vLLM `bench serve` result JSON',

  detect: (head) =>
    fitOf(jsonShape(head), {
      required: ['completed', 'total_input_tokens', 'total_output_tokens', 'request_throughput'],
      typical: ['model_id', 'tokenizer_id', 'num_prompts', 'request_rate', 'mean_ttft_ms', 'burstiness'],
    }),

  read: (source, defaults) =>
    jsonRecords(source, (record, row, rows) => {
      requireOneRecord(rows, defaults, 'give each result by itself');
      return toDraft(record, row, defaults);
    }),
};

function toDraft(record: Fields, row: number, defaults: ImportDefaults): RunDraft {
  const completed = unitCountOf(count(record, 'completed'), defaults);
  const outputTokens = positive(count(record, 'total_output_tokens'));
  const { energy, ...meter } = energyOf(
    meteredOf(record),
    defaults,
    '`vllm bench serve` metered no energy (gpu_energy_j is not there)',
  );
  const latencyMs = positive(amount(record, 'mean_e2el_ms'));
  return composeDraft(
    {
      row,
      runId: null,
      content: record,
      measuredAt: dateOf(record),
      model: text(record, 'model_id'),
      engine: defaults.engine ?? 'vLLM',
      hardware: gpusOf(record),
      meter,
      loadShape: {
        batchSizeMax: count(record, 'max_concurrency'),
        inputTokensPerUnit: ratio(positive(count(record, 'total_input_tokens')), completed),
        outputTokensPerUnit: ratio(outputTokens, completed),
        throughputUnitsPerS: positive(amount(record, 'request_throughput')),
        latencyS: latencyMs === null ? null : latencyMs / 1000,
        scenario: rateOf(record),
      },
      phases: [phaseOf('query', unitOf('request', defaults), completed, energy, outputTokens)],
      flags: positive(count(record, 'failed')) === null ? [] : ['failed-requests-metered'],
    },
    defaults,
  );
}

function meteredOf(record: Fields): EnergySource | null {
  const gpuJ = positive(amount(record, 'gpu_energy_j'));
  if (gpuJ === null) return null;
  return {
    energy: gpuEnergy(gpuJ, positive(amount(record, 'gpu_energy_duration_s'))),
    energyScope: 'gpu',
    energyMethod: 'nvml',
    measured: true,
    meterTool: 'vllm-bench',
    meterVersion: null,
  };
}

function gpusOf(record: Fields): { gpuCount?: number; gpusActive?: number } {
  const ids = at(record, 'energy_gpu_ids');
  return Array.isArray(ids) && ids.length > 0 ? { gpuCount: ids.length, gpusActive: ids.length } : {};
}

/** Load decides the energy of a request, so runs at different rates are kept apart. */
function rateOf(record: Fields): string | null {
  const rate = text(record, 'request_rate');
  return rate === null ? null : `request-rate ${rate}`;
}

/** `20260722-060114`, local time. */
function dateOf(record: Fields): string | null {
  const date = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/.exec(text(record, 'date') ?? '');
  return date && `${date[1]}-${date[2]}-${date[3]}T${date[4]}:${date[5]}:${date[6]}`;
}
