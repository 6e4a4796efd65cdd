import { reviewRun } from '../../../core/run/index.js';
import { SOURCE_MAPPINGS } from './index.js';
import { mlEnergyV1, mlEnergyV2, mlEnergyV3 } from './ml-energy.js';
import { mlperfInferenceV41 } from './mlperf-inference.js';
import type { Row, SourceFile } from './source-mapping.js';

const sourceOf = (change: Partial<SourceFile>): SourceFile => ({
  id: 'ml-energy-v3',
  version: 'v3',
  title: 'leaderboard',
  authors: [],
  publisher: 'ML.ENERGY Initiative',
  year: 2025,
  urls: [],
  doi: null,
  arxiv: null,
  upstreamRevision: null,
  licence: { id: 'Apache-2.0', name: 'Apache License 2.0', url: null, attribution: 'ML.ENERGY' },
  energyScope: 'gpu',
  energyMethod: 'nvml-zeus',
  measured: true,
  meter: { tool: 'zeus', version: null, method: 'NVML' },
  hardware: null,
  retrievedAt: null,
  extractedAt: null,
  runsFile: 'runs.csv',
  rows: 1,
  notes: [],
  ...change,
});

const CHAT: Row = {
  source_version: 'c3af7f31e231a2a7021c5f8e2a54dd712d02e6e2',
  source_path: 'data/legacy/A100_chat-concise_benchmark.csv',
  source_row: '0',
  measured_at: '2023-07',
  task: 'chat',
  dataset: 'sharegpt',
  model_id: 'BAIR/koala-13b',
  gpu_model: 'NVIDIA A100',
  gpu_count: '1',
  nodes: '1',
  energy_scope: 'gpu',
  energy_method: 'nvml-zeus',
  phase: 'query',
  unit: 'request',
  energy_per_unit_j: '1946.198744123579',
  energy_per_output_token_j: '7.51851141829732',
  output_tokens_per_unit: '258.85426460711886',
  batch_size_mean: '1',
  batch_size_max: '1',
  avg_power_w: '193.39085916006977',
  throughput_tokens_per_s: '25.50117012651914',
  latency_s: '10.063550845041279',
  scenario: 'chat-concise',
};

const VIDEO: Row = {
  ...CHAT,
  source_path: 'data/diffusion/image-to-video/A100-SXM4-40GB/ali-vilab/i2vgen-xl/bs1+steps25+frames16.json',
  measured_at: '2024-09',
  task: 'image-to-video',
  dataset: 'sharegpt4video',
  model_id: 'ali-vilab/i2vgen-xl',
  parameters_b: '2.5',
  engine: 'diffusers',
  phase: 'query-steady-state',
  unit: 'video',
  energy_per_unit_j: '16915.850124999997',
  energy_per_output_token_j: '',
  output_tokens_per_unit: '',
  image_width_px: '1280',
  image_height_px: '720',
  steps: '25',
  frames: '16',
};

const REASONING: Row = {
  ...CHAT,
  source_path: 'public/data/tasks/gpqa.json',
  source_row: '177',
  model_id: 'openai/gpt-oss-20b',
  parameters_b: '21.0',
  active_parameters_b: '4.0',
  weight_precision: 'mxfp4',
  engine: 'vLLM 0.11.1',
  gpu_count: '2',
  phase: 'query-steady-state',
  energy_per_unit_j: '210.6784259201206',
  batch_size_mean: '95.98076923076923',
  batch_size_max: '96',
  parallelism: 'tp1/ep1/dp1',
  qc_flags: 'repeat-config',
};

const WALL: Row = {
  source_version: '4a0c8741',
  source_path: 'summary_results.json',
  source_row: '578',
  measured_at: '2024-08-28',
  task: 'summarization',
  dataset: '',
  model_id: 'gptj-99',
  gpu_model: 'NVIDIA H200-SXM-141GB',
  gpu_count: '8',
  nodes: '1',
  cpu_model: 'Intel(R) Xeon(R) Platinum 8480C',
  energy_scope: 'system-wall',
  energy_method: 'power-analyzer-ptdaemon',
  phase: 'query',
  unit: 'output-token',
  energy_per_unit_j: '0.36461908891227496',
  energy_per_output_token_j: '0.36461908891227496',
  batch_size_mean: '',
  throughput_units_per_s: '13096.6',
  scenario: 'Offline',
};

describe('runs from tables in the common record shape', () => {
  it('reads a request of the first ML.ENERGY edition', () => {
    const run = mlEnergyV1.rowToRun(CHAT, sourceOf({ id: 'ml-energy-v1', version: 'v1' }));
    expect(run).toMatchObject({
      sourceId: 'ml-energy-v1',
      sourceVersion: 'c3af7f31e231a2a7021c5f8e2a54dd712d02e6e2',
      externalId: 'data/legacy/A100_chat-concise_benchmark.csv#0',
      sourceRow: 0,
      measuredAt: '2023-07',
      parameters: null,
      hardware: { gpuModel: 'NVIDIA A100', gpuCount: 1, gpusActive: 1, cpuModel: null },
      loadShape: { batchSizeMean: 1, outputTokensPerUnit: 258.85426460711886, scenario: 'chat-concise' },
      meterTool: 'zeus',
    });
    expect(run.phases).toEqual([
      expect.objectContaining({
        phase: 'query',
        unit: 'request',
        unitCount: null,
        energyTotalJ: null,
        energyPerUnitJ: 1946.198744123579,
      }),
    ]);
    expect(reviewRun(run).errors).toEqual([]);
  });

  it('keeps the size of a video and counts parameters in ones', () => {
    const run = mlEnergyV2.rowToRun(VIDEO, sourceOf({ id: 'ml-energy-v2', version: 'v2' }));
    expect(run.parameters).toBe(2_500_000_000);
    expect(run.outputShape).toEqual({
      imageWidth: 1280,
      imageHeight: 720,
      steps: 25,
      frames: 16,
      fps: null,
    });
    expect(run.phases[0]).toMatchObject({
      phase: 'query-steady-state',
      unit: 'video',
      energyPerOutputTokenJ: null,
    });
  });

  it('keeps batch, active parameters, parallelism and flags', () => {
    expect(mlEnergyV3.rowToRun(REASONING, sourceOf({}))).toMatchObject({
      activeParameters: 4_000_000_000,
      weightPrecision: 'mxfp4',
      engine: 'vLLM 0.11.1',
      hardware: { gpuCount: 2, gpusActive: 2, parallelism: 'tp1/ep1/dp1' },
      loadShape: { batchSizeMean: 95.98076923076923, batchSizeMax: 96 },
      qcFlags: ['repeat-config'],
    });
  });

  it('reads wall power of MLPerf without guessing what idled', () => {
    const source = sourceOf({ id: 'mlperf-inference-v4.1', energyScope: 'system-wall' });
    expect(mlperfInferenceV41.rowToRun(WALL, source)).toMatchObject({
      dataset: null,
      energyScope: 'system-wall',
      hardware: { gpuCount: 8, gpusActive: null },
      loadShape: { batchSizeMean: null, throughputUnitsPerS: 13096.6, scenario: 'Offline' },
      phases: [{ unit: 'output-token', energyPerUnitJ: 0.36461908891227496 }],
    });
  });

  it('refuses what it cannot read and names the row', () => {
    const bad = (change: Row) => () => mlEnergyV3.rowToRun({ ...REASONING, ...change }, sourceOf({}));
    expect(bad({ model_id: ' ' })).toThrow('ml-energy-v3 public/data/tasks/gpqa.json row 177');
    expect(bad({ unit: 'prompt' })).toThrow('column "unit" holds "prompt"');
    expect(bad({ energy_per_unit_j: '' })).toThrow('column "energy_per_unit_j" is empty');
    expect(bad({ frames: '1.5' })).toThrow('not a whole number');
    expect(bad({ avg_power_w: 'NaN' })).toThrow('not a number');
  });

  it('registers each folder once', () => {
    const folders = SOURCE_MAPPINGS.map((mapping) => mapping.folder);
    expect(new Set(folders).size).toBe(folders.length);
  });
});
