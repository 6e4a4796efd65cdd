import type { RunDraft, RunHardware } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Importer } from './importer.js';
import { energyAt, loadPhase, queryOf } from './optimum/report.js';
import { composeDraft, unitCountOf, unitOf } from './shared/draft.js';
import { energyOf, phaseOf, requireOneRecord, type EnergySource, type PhaseEnergy } from './shared/energy.js';
import { amount, at, count, isFields, object, positive, ratio, text, type Fields } from './shared/fields.js';
import { jsonRecords } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';

/**
 * optimum-benchmark's `benchmark.json` (config and report) or `benchmark_report.json` (report alone, so
 * model, task and count come from the request). Energies are CodeCarbon's, in kWh: in the scenario
 * `inference` those of one batch, in `energy_star` those of all samples.
 */
export const optimumBenchmark: Importer = {
  format: 'optimum-benchmark-json',
  title: 'optimum-benchmark benchmark.json or benchmark_report.json',

  detect(head) {
    const shape = jsonShape(head);
    const keys = [...(shape?.keys ?? [])];
    const energies = keys.filter((key) =>
      /^(report\.)?(load|load_model|prefill|decode|call|forward|generate)\.energy$/.test(key),
    );
    const config = fitOf(shape, {
      required: ['config.scenario', 'config.backend'],
      typical: ['config.environment'],
    });
    return Math.max(config, energies.length > 0 ? 0.9 : 0);
  },

  read: (source, defaults) =>
    jsonRecords(source, (record, row, rows) => {
      requireOneRecord(rows, defaults, 'give each report by itself');
      return toDraft(record, row, defaults);
    }),
};

function toDraft(record: Fields, row: number, defaults: ImportDefaults): RunDraft {
  const report = isFields(record['report']) ? record['report'] : record;
  const config = object(record, 'config');
  const query = queryOf(report);
  const metered = query?.energy ?? null;
  const { energy, ...meter } = energyOf(
    metered && sourceOf(metered, config),
    defaults,
    'the report holds no energy (it was run without `scenario.energy=true`)',
  );
  const units = unitCountOf(unitsOf(config) ?? query?.units ?? null, defaults);
  const unit = unitOf(query?.images === true ? 'image' : 'inference', defaults);
  const newTokens = positive(count(config, 'scenario.generate_kwargs.max_new_tokens'));
  const parts = (['prefill', 'decode'] as const).flatMap((phase) => {
    const part = energyAt(report, phase);
    return part === null || metered === null ? [] : [phaseOf(phase, unit, units, part)];
  });
  return composeDraft(
    {
      row,
      runId: null,
      content: record,
      task: text(config, 'backend.task'),
      model: text(config, 'backend.model'),
      weightPrecision: text(config, 'backend.torch_dtype') ?? text(config, 'backend.dtype'),
      engine:
        [text(config, 'backend.name'), text(config, 'backend.version')].filter(Boolean).join(' ') || null,
      dataset: text(config, 'scenario.dataset_name'),
      hardware: hardwareOf(config),
      meter,
      loadShape: {
        batchSizeMean: positive(count(config, 'scenario.input_shapes.batch_size')),
        batchSizeMax: positive(count(config, 'scenario.input_shapes.batch_size')),
        inputTokensPerUnit: positive(count(config, 'scenario.input_shapes.sequence_length')),
        outputTokensPerUnit: newTokens,
        latencyS: query === null ? null : positive(amount(report, `${query.name}.latency.mean`)),
      },
      phases: [
        phaseOf('query', unit, units, energy, newTokens === null ? null : newTokens * units),
        ...parts,
        ...loadPhase(report),
      ],
      flags: flagsOf(unitsOf(config), query?.units ?? null, metered, defaults),
    },
    defaults,
  );
}

function sourceOf(energy: PhaseEnergy, config: Fields): EnergySource {
  const gpu = (energy.gpuJ ?? 0) > 0;
  return {
    energy,
    energyScope: 'node-components',
    energyMethod: gpu ? 'gpu-counter+unknown-cpu+ram-model' : 'unknown-cpu+ram-model',
    measured: gpu,
    meterTool: 'optimum-benchmark',
    meterVersion: text(config, 'environment.optimum_benchmark_version'),
  };
}

/** What the energies cover, by the scenario: one batch, or all samples; times the images of a prompt. */
function unitsOf(config: Fields): number | null {
  const scenario = text(config, 'scenario.name')?.replace('-', '_');
  const path =
    scenario === 'energy_star' ? 'num_samples' : scenario === 'inference' ? 'input_shapes.batch_size' : null;
  const units = path === null ? null : positive(count(config, `scenario.${path}`));
  const images = positive(count(config, 'scenario.call_kwargs.num_images_per_prompt')) ?? 1;
  return units === null ? null : units * images;
}

function hardwareOf(config: Fields): Partial<RunHardware> {
  const environment = object(config, 'environment');
  const gpus = at(environment, 'gpu');
  const gpuCount = count(environment, 'gpu_count');
  const ramMb = positive(amount(environment, 'cpu_ram_mb'));
  return {
    gpuModel: Array.isArray(gpus) && typeof gpus[0] === 'string' ? gpus[0] : null,
    ...(gpuCount !== null && { gpuCount }),
    cpuModel: text(environment, 'cpu'),
    ramGb: ratio(ramMb, 1000),
  };
}

function flagsOf(
  configured: number | null,
  derived: number | null,
  metered: PhaseEnergy | null,
  defaults: ImportDefaults,
): string[] {
  const flags: string[] = [];
  if (metered !== null && defaults.energyMethod === undefined) flags.push('energy-method-unknown');
  if (configured !== null && derived !== null && configured !== derived) flags.push('unit-count-differs');
  return flags;
}
