/** Files of CodeCarbon in the shape of each of its versions; figures invented. */

export const V2_0 =
  'timestamp,project_name,run_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,on_cloud'.split(
    ',',
  );
export const V2_2 = V2_0.toSpliced(20, 0, 'codecarbon_version');
export const V2_2_3 = [...V2_2, 'pue'];
const V2_7 = V2_2_3.toSpliced(3, 0, 'experiment_id');
const V3_0_8 = [...V2_7.toSpliced(14, 0, 'water_consumed'), 'wue'];
export const V3_2_1 = V3_0_8.toSpliced(
  V3_0_8.indexOf('on_cloud'),
  0,
  'cpu_utilization_percent',
  'gpu_utilization_percent',
  'ram_utilization_percent',
  'ram_used_gb',
);
export const GENERATIONS: [string, readonly string[]][] = [
  ['', V2_0],
  ['2.2.0', V2_2],
  ['2.2.3', V2_2_3],
  ['2.7.0', V2_7],
  ['3.0.8', V3_0_8],
  ['3.3.0', V3_2_1],
];

const CELLS: Record<string, string> = {
  timestamp: '2026-01-01T00:00:00',
  project_name: 'demo',
  run_id: 'run-1',
  duration: '100',
  emissions: '0.0036',
  emissions_rate: '0.000036',
  cpu_power: '40',
  gpu_power: '300',
  ram_power: '20',
  cpu_energy: '0.001',
  gpu_energy: '0.008',
  ram_energy: '0.0005',
  energy_consumed: '0.0095',
  country_name: 'Sweden',
  country_iso_code: 'SWE',
  region: 'stockholm',
  cpu_model: 'AMD EPYC 7763',
  gpu_count: '2',
  gpu_model: '2 x NVIDIA L4',
  ram_total_size: '64',
  tracking_mode: 'machine',
  pue: '1.0',
};

export const DEFAULTS = {
  task: 'text-classification',
  model: 'example/model',
  inferences: 1000,
  fileName: 'emissions.csv',
};

export const line = (columns: readonly string[], change: Record<string, string> = {}): string =>
  columns.map((column) => ({ ...CELLS, ...change })[column] ?? '').join(',');
export const csv = (columns: readonly string[], ...changes: Record<string, string>[]): string =>
  [columns.join(','), ...changes.map((change) => line(columns, change))].join('\n') + '\n';
export const TASKS = ['task_name', ...V2_2];
export const task = (name: string, change: Record<string, string> = {}) => ({
  task_name: name,
  codecarbon_version: '2.3.1',
  ...change,
});
