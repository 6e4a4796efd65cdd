import { TASKS, V2_2_3 } from './codecarbon.js';
import { cell } from './study.js';
import type { StudyRow } from './study.js';

/**
 * The study's runs written back into the files that CodeCarbon 2.3.1 made of them: the rows of whole runs, and a run's
 * tasks. The measured table holds no components of loading and no clock of the tasks, so those cells are blank.
 */
export const wholeLines = (runs: readonly StudyRow[]): string =>
  fileOf(
    V2_2_3,
    runs.map((run) => ({ ...shared(run), ...wholeRun(run) })),
  );

export const taskLines = (run: StudyRow): string =>
  fileOf(
    TASKS,
    tasksOf(run).map((task) => ({ ...shared(run), ...task })),
  );

type Cells = Readonly<Record<string, string>>;

const fileOf = (columns: readonly string[], rows: readonly Cells[]): string =>
  [columns, ...rows.map((cells) => columns.map((column) => cells[column] ?? ''))]
    .map((line) => `${line.join(',')}\n`)
    .join('');

const shared = (run: StudyRow): Cells => ({
  timestamp: cell(run, 'ended_at'),
  run_id: cell(run, 'run_id'),
  country_name: 'United States',
  country_iso_code: cell(run, 'country'),
  region: cell(run, 'region'),
  codecarbon_version: '2.3.1',
  cpu_count: '96',
  cpu_model: 'Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz',
  gpu_count: '8',
  gpu_model: '8 x NVIDIA A100-SXM4-80GB',
  ram_total_size: '1148.738',
  tracking_mode: 'machine',
  on_cloud: 'N',
});

const wholeRun = (run: StudyRow): Cells => ({
  project_name: cell(run, 'model_id'),
  energy_consumed: cell(run, 'run_energy_kwh'),
  pue: '1.0',
});

function tasksOf(run: StudyRow): Cells[] {
  const query = {
    task_name: 'query model',
    duration: cell(run, 'query_duration_s'),
    cpu_energy: cell(run, 'query_cpu_kwh'),
    gpu_energy: cell(run, 'query_gpu_kwh'),
    ram_energy: cell(run, 'query_ram_kwh'),
    energy_consumed: cell(run, 'query_energy_kwh'),
  };
  const others = (['load', 'transfer'] as const)
    .filter((phase) => cell(run, `${phase}_energy_kwh`) !== '')
    .map((phase) => ({
      task_name: phase === 'load' ? 'load model' : 'transfer model to GPU',
      duration: cell(run, `${phase}_duration_s`),
      energy_consumed: cell(run, `${phase}_energy_kwh`),
    }));
  return [...others, query].map((task) => ({ ...task, project_name: cell(run, 'model_id_in_phase_rows') }));
}
