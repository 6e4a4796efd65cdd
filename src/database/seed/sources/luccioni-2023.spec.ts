import { reviewRun } from '../../../core/run/index.js';
import { luccioni2023 } from './luccioni-2023.js';
import type { Row, SourceFile } from './source-mapping.js';

const source: SourceFile = {
  id: 'luccioni-2023',
  version: '1',
  title: 'logs',
  authors: [],
  publisher: 'FAccT',
  year: 2024,
  urls: [],
  doi: null,
  arxiv: '2311.16863',
  upstreamRevision: null,
  licence: { id: 'MIT', name: 'MIT License', url: null, attribution: 'the authors' },
  energyScope: 'node-components',
  energyMethod: 'nvml+constants',
  measured: true,
  meter: { tool: 'codecarbon', version: '2.3.1', method: 'NVML and constants' },
  hardware: {
    slug: 'aws-8xa100-80gb',
    gpuModel: 'NVIDIA A100-SXM4-80GB',
    gpuCount: 8,
    gpusActive: 1,
    nodes: 1,
    cpuModel: 'Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz',
    cpuPowerW: 42.5,
    ramGb: 1148.738,
    ramPowerW: 430.77675,
    country: 'USA',
    region: 'oregon',
  },
  retrievedAt: null,
  extractedAt: null,
  runsFile: 'runs.csv',
  rows: 4170,
  notes: [],
};

const HEADER =
  'run_id,source_file,source_row,task,dataset,model_id,model_id_in_phase_rows,parameters,zero_shot,input_variant,in_paper_table2,started_at,ended_at,n_inferences,query_duration_s,query_cpu_kwh,query_gpu_kwh,query_ram_kwh,query_energy_kwh,load_duration_s,load_energy_kwh,transfer_duration_s,transfer_energy_kwh,run_energy_kwh,emissions_kg,grid_kg_per_kwh,country,region,qc_flags';
const FILL_MASK =
  'c3a89a77-dada-4304-9b5a-491e1e2594d1,fillmask_bookcorpus.csv,1,masked-language-modelling,bookcorpus,albert-base-v2,albert-base-v2,11683584,0,,1,2023-09-08T12:51:22,2023-09-08T12:51:37,1000,11.0601919,0.000130807846,0.00154071762,0.00128430743,0.0029558329,3.35875297,0.000863745371,,,0.00386654565,0.000410121293,0.138750,USA,oregon,';
const IMAGE =
  '084968a6-03b3-443f-84de-6583a935463c,tti_diffusiondb.csv,1,image-generation,diffusiondb,CompVis/stable-diffusion-v1-4,CompVis/stable-diffusion-v1-4,1370216895,0,,1,2023-09-12T06:13:30,2023-09-12T07:21:43,1000,4066.82015,0.0480111945,0.819274051,0.486570047,1.35385529,4.76584506,0.00123533187,9.33607674,0.00247246082,1.35764526,0.187847183,0.138750,USA,oregon,';
const MISPLACED =
  'b47940dd-0d2c-4271-acaf-5f30e40c1150,itt_coco_resized.csv,79,image-captioning,coco-2017,ydshieh/vit-gpt2-coco-en,ydshieh/vit-gpt2-coco-en,124439808,0,640x480,1,2023-09-15T18:37:01,2023-09-15T18:40:21,1000,184.56097,0.00217900348,0.0266329544,0.0219818999,0.0507938578,14.0008285,0.00370520882,,,0.0546272057,0.00723613451,0.142461,CAN,quebec,geolocation-fallback';

const rowOf = (line: string): Row => {
  const cells = line.split(',');
  return Object.fromEntries(HEADER.split(',').map((column, index) => [column, cells[index] ?? '']));
};
const runOf = (line: string) => luccioni2023.rowToRun(rowOf(line), source);

describe('the runs of the 2023 study', () => {
  it('turns kilowatt-hours for a thousand inferences into joules for one', () => {
    const run = runOf(FILL_MASK);
    const [query, load] = run.phases;
    expect(run.phases).toHaveLength(2);
    expect(query).toMatchObject({
      phase: 'query',
      unit: 'inference',
      unitCount: 1000,
      durationS: 11.0601919,
    });
    expect(query?.energyTotalJ).toBeCloseTo(10640.99844, 6);
    expect(query?.energyPerUnitJ).toBeCloseTo(10.64099844, 9);
    expect(load).toMatchObject({ phase: 'load', unit: 'model-load', unitCount: 1 });
    expect(load?.energyPerUnitJ).toBeCloseTo(3109.4833356, 7);
    expect(reviewRun(run)).toEqual({ errors: [], flags: [] });
  });

  it('keeps who, what and where', () => {
    expect(runOf(FILL_MASK)).toMatchObject({
      externalId: 'c3a89a77-dada-4304-9b5a-491e1e2594d1',
      sourcePath: 'fillmask_bookcorpus.csv',
      sourceRow: 1,
      measuredAt: '2023-09-08T12:51:22',
      cohort: 'table-2',
      zeroShot: false,
      inputVariant: null,
      parameters: 11683584,
      engine: null,
      hardware: { gpuCount: 8, gpusActive: 1 },
      country: 'USA',
      meterVersion: '2.3.1',
      gridReportedGPerKwh: 138.75,
      qcFlags: [],
    });
  });

  it('keeps the transfer to the GPU apart, where there was one', () => {
    expect(runOf(IMAGE).phases.map((phase) => phase.phase)).toEqual(['query', 'load', 'transfer']);
  });

  it('knows the output length of text generation only', () => {
    expect(runOf(FILL_MASK).loadShape.outputTokensPerUnit).toBeNull();
    const text = { ...rowOf(FILL_MASK), task: 'text-generation' };
    expect(luccioni2023.rowToRun(text, source).loadShape.outputTokensPerUnit).toBe(10);
  });

  it('places a run whose meter was lost where the node stood', () => {
    const run = runOf(MISPLACED);
    expect(run).toMatchObject({ country: 'USA', region: 'oregon', qcFlags: ['geolocation-fallback'] });
    expect(run.gridReportedGPerKwh).toBeCloseTo(142.461, 9);
  });

  it('refuses a row without a model or with a number that is none, and names the row', () => {
    const bad = (change: Row) => () => luccioni2023.rowToRun({ ...rowOf(FILL_MASK), ...change }, source);
    expect(bad({ model_id: '' })).toThrow('fillmask_bookcorpus.csv row 1: column "model_id" is empty');
    expect(bad({ query_energy_kwh: '1,5' })).toThrow('holds "1,5", not a number');
    expect(bad({ zero_shot: 'yes' })).toThrow('not 0 or 1');
  });
});
