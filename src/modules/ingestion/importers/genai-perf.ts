import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Importer } from './importer.js';
import { meteredGpus, type MeteredGpu } from './genai-perf/telemetry.js';
import { composeDraft, unitCountOf, unitOf } from './shared/draft.js';
import { energyOf, gpuEnergy, phaseOf, requireOneRecord, type EnergySource } from './shared/energy.js';
import { amount, at, count, number, positive, text, type Fields } from './shared/fields.js';
import { jsonRecords } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';

/** The summary of NVIDIA's GenAI-Perf or of its successor AIPerf, with the GPU telemetry that it took. */
export const genaiPerf: Importer = {
  format: 'genai-perf-json',
  title: 'GenAI-Perf or AIPerf summary JSON',

  detect(head) {
    const shape = jsonShape(head);
    const typical = ['input_config', 'request_throughput.avg', 'output_sequence_length.avg'];
    return Math.max(
      fitOf(shape, { required: ['telemetry_data'], typical }),
      fitOf(shape, { required: ['telemetry_stats'], typical }),
      fitOf(shape, { required: ['request_throughput.avg', 'input_sequence_length.avg'], typical }),
    );
  },

  read: (source, defaults) =>
    jsonRecords(source, (record, row, rows) => {
      requireOneRecord(rows, defaults, 'give each summary by itself');
      return toDraft(record, row, defaults);
    }),
};

function toDraft(record: Fields, row: number, defaults: ImportDefaults): RunDraft {
  const gpus = meteredGpus(record);
  const { energy, ...meter } = energyOf(sourceOf(gpus, record), defaults, 'the summary holds no GPU energy');
  const requests = unitCountOf(positive(count(record, 'request_count.avg')), defaults);
  const outputTokens = positive(number(record, 'output_sequence_length.avg'));
  const latencyMs = positive(amount(record, 'request_latency.avg'));
  return composeDraft(
    {
      row,
      runId: null,
      content: record,
      measuredAt: text(record, 'start_time') ?? text(record, 'telemetry_data.summary.start_time'),
      model: modelOf(record),
      hardware: {
        gpuModel: gpus[0]?.model ?? null,
        ...(gpus.length > 0 && { gpuCount: gpus.length, gpusActive: gpus.length }),
      },
      meter,
      loadShape: {
        inputTokensPerUnit: positive(number(record, 'input_sequence_length.avg')),
        outputTokensPerUnit: outputTokens,
        throughputUnitsPerS: positive(number(record, 'request_throughput.avg')),
        latencyS:
          text(record, 'request_latency.unit') === 'ms' && latencyMs !== null ? latencyMs / 1000 : null,
      },
      phases: [
        phaseOf(
          'query',
          unitOf('request', defaults),
          requests,
          energy,
          outputTokens === null ? null : outputTokens * requests,
        ),
      ],
      flags: positive(number(record, 'error_request_count.avg')) === null ? [] : ['failed-requests-metered'],
    },
    defaults,
  );
}

function sourceOf(gpus: readonly MeteredGpu[], record: Fields): EnergySource | null {
  if (gpus.length === 0) return null;
  const totalJ = gpus.reduce((sum, gpu) => sum + gpu.energyJ, 0);
  return {
    energy: gpuEnergy(totalJ, durationOf(record)),
    energyScope: 'gpu',
    energyMethod: gpus.some((gpu) => gpu.metric.startsWith('amd')) ? 'amd-gpu-counter' : 'nvidia-gpu-counter',
    measured: true,
    meterTool: at(record, 'telemetry_data') === undefined ? 'genai-perf' : 'aiperf',
    meterVersion: text(record, 'aiperf_version'),
  };
}

/** Seconds between the first and the last sample of the telemetry. */
function durationOf(record: Fields): number | null {
  const [start, end] = ['start_time', 'end_time'].map((edge) =>
    Date.parse(text(record, `telemetry_data.summary.${edge}`) ?? ''),
  );
  const seconds = ((end ?? Number.NaN) - (start ?? Number.NaN)) / 1000;
  return seconds > 0 ? seconds : null;
}

/** Both tools name the models in the configuration that they repeat; several models share one energy. */
function modelOf(record: Fields): string | null {
  const names = at(record, 'input_config.model_names') ?? at(record, 'input_config.endpoint.model_names');
  return Array.isArray(names) && names.length === 1 && typeof names[0] === 'string' ? names[0] : null;
}
