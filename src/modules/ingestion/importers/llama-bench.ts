import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Importer } from './importer.js';
import { composeDraft, unitOf } from './shared/draft.js';
import { energyOf, phaseOf, requireOneRecord } from './shared/energy.js';
import { at, count, positive, text, type Fields } from './shared/fields.js';
import { jsonRecords } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';
import { Rejection } from './shared/rejection.js';

/** The tests of llama.cpp's `llama-bench -o json`. It meters nothing, so a reading must come beside it. */
export const llamaBench: Importer = {
  format: 'llama-bench-json',
  title: 'llama.cpp `llama-bench` JSON',

  detect: (head) =>
    fitOf(jsonShape(head), {
      required: ['n_prompt', 'n_gen'],
      typical: ['build_commit', 'model_filename', 'model_n_params', 'avg_ns', 'samples_ns', 'n_gpu_layers'],
    }),

  read: (source, defaults) =>
    jsonRecords(source, (record, row, rows) => {
      requireOneRecord(rows, defaults, 'run one test a file, such as `-p 0 -n 128` or `-pg 512,128`');
      return toDraft(record, row, defaults);
    }),
};

/** One repetition of a test is one request. */
function toDraft(record: Fields, row: number, defaults: ImportDefaults): RunDraft {
  const prompt = count(record, 'n_prompt') ?? 0;
  const generated = count(record, 'n_gen') ?? 0;
  if (generated === 0) {
    throw new Rejection('RUN_FAILED', 'the test generates nothing (n_gen is 0): it is no inference', 'n_gen');
  }
  const samplesS = secondsOf(record);
  const { energy, ...meter } = energyOf(null, defaults, '`llama-bench` meters no energy');
  const repetitions = samplesS.length;
  const latencyS = samplesS.reduce((sum, s) => sum + s, 0) / repetitions;
  return composeDraft(
    {
      row,
      runId: null,
      content: record,
      measuredAt: text(record, 'test_time'),
      model: defaults.model ?? text(record, 'model_filename'),
      modelReported: text(record, 'model_filename'),
      parameters: positive(count(record, 'model_n_params')),
      weightPrecision: /\S+$/.exec(text(record, 'model_type') ?? '')?.[0] ?? null,
      engine: ['llama.cpp', text(record, 'build_commit')].filter(Boolean).join(' '),
      hardware: {
        cpuModel: text(record, 'cpu_info'),
        gpuModel: text(record, 'gpu_info'),
        ...(text(record, 'backends') === 'CPU' && { gpuCount: 0 }),
      },
      meter,
      loadShape: {
        batchSizeMean: 1,
        batchSizeMax: 1,
        inputTokensPerUnit: prompt,
        outputTokensPerUnit: generated,
        latencyS,
        throughputUnitsPerS: latencyS > 0 ? 1 / latencyS : null,
      },
      phases: [phaseOf('query', unitOf('request', defaults), repetitions, energy, generated * repetitions)],
      flags: ['reading-beside-file'],
    },
    defaults,
  );
}

function secondsOf(record: Fields): number[] {
  const samples = at(record, 'samples_ns');
  if (!Array.isArray(samples) || samples.length === 0 || !samples.every((ns) => typeof ns === 'number')) {
    throw new Rejection('ROW_UNREADABLE', 'samples_ns must list the time of each repetition', 'samples_ns');
  }
  return samples.map((ns: number) => ns / 1e9);
}
