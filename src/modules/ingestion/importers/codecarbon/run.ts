import type { PhaseDraft, RunDraft } from '../../../../core/run/index.js';
import type { ImportDefaults } from '../import-defaults.js';
import { composeDraft, unitCountOf, unitOf } from '../shared/draft.js';
import { phaseOf, type EnergySource, type PhaseEnergy } from '../shared/energy.js';
import { number, positive, text, type Fields } from '../shared/fields.js';
import { Rejection } from '../shared/rejection.js';
import { gpusOf, readEntry, type CodeCarbonEntry } from './entry.js';
import { sortTasks } from './tasks.js';

/** What CodeCarbon logged of one run: the row of the whole run, the rows of its tasks, or both. */
export interface LoggedRun {
  readonly whole: CodeCarbonEntry | null;
  readonly tasks: readonly CodeCarbonEntry[];
}

/** One run from its rows: phases from the tasks where there are any, else all of it as the query phase. */
export function toDraft(logged: LoggedRun, defaults: ImportDefaults): RunDraft {
  const { whole, tasks } = withPueOfWhole(logged);
  const main = whole ?? tasks[0];
  if (main === undefined) throw new Rejection('NO_ENERGY', 'the run has no rows');
  const sorted = sortTasks(tasks, defaults);
  const query = sorted === null ? [main] : sorted.query;
  const phases = sorted === null ? [queryPhase(query, defaults)] : taskPhases(sorted, defaults);
  const label = query[0]?.project ?? null;
  const { gpuModel, gpuCount } = gpusOf(main.fields);
  return composeDraft(
    {
      row: main.row,
      runId: main.runId,
      content: [whole, ...tasks].map((entry) => entry?.fields ?? null),
      measuredAt: sorted === null ? main.timestamp : startOf(tasks[0] ?? main),
      model: modelOf(main, defaults),
      modelReported: label,
      hardware: {
        ...(gpuModel !== null && { gpuModel }),
        ...(gpuCount !== null && { gpuCount }),
        cpuModel: text(main.fields, 'cpu_model'),
        ramGb: positive(number(main.fields, 'ram_total_size')),
      },
      country: text(main.fields, 'country_iso_code'),
      region: text(main.fields, 'region') ?? cloudRegion(main.fields),
      meter: meterOf(main, gpuModel),
      phases,
      emissionsReportedKg: query.length === 1 ? (query[0]?.emissionsKg ?? null) : null,
      gridReportedGPerKwh: query[0]?.gridGPerKwh ?? null,
      flags: flagsOf({ whole, tasks }, query, defaults),
    },
    defaults,
  );
}

/** Task files do not log the PUE; the row of the whole run does. */
function withPueOfWhole({ whole, tasks }: LoggedRun): LoggedRun {
  const pue = whole?.pue ?? null;
  if (pue === null) return { whole, tasks };
  return {
    whole,
    tasks: tasks.map((task) => (task.pue === null ? readEntry(task.row, task.fields, pue) : task)),
  };
}

function taskPhases(
  sorted: NonNullable<ReturnType<typeof sortTasks>>,
  defaults: ImportDefaults,
): PhaseDraft[] {
  const overhead = (['load', 'transfer'] as const)
    .filter((phase) => energyOf(sorted[phase]).totalJ > 0)
    .map((phase) => phaseOf(phase, 'model-load', sorted[phase].length, energyOf(sorted[phase])));
  return [queryPhase(sorted.query, defaults), ...overhead];
}

function queryPhase(entries: readonly CodeCarbonEntry[], defaults: ImportDefaults): PhaseDraft {
  const without = entries.find((entry) => !entry.totalJ);
  if (without !== undefined) throw noEnergy(without);
  return phaseOf('query', unitOf('inference', defaults), unitCountOf(null, defaults), energyOf(entries));
}

function noEnergy(entry: CodeCarbonEntry): Rejection {
  const known = entry.taskName !== null && /^(2\.8\.4|3\.0\.0)/.test(entry.version ?? '');
  const reason =
    entry.totalJ === null
      ? `row ${entry.row} logs no energy_consumed`
      : `energy_consumed of row ${entry.row} is 0${known ? `: CodeCarbon ${entry.version} loses the energy of a second task` : ''}`;
  return new Rejection('NO_ENERGY', reason, 'energy_consumed');
}

/** The energies of rows together; a component or a duration that one row lacks is unknown for all. */
function energyOf(entries: readonly CodeCarbonEntry[]): PhaseEnergy {
  const sum = (key: 'gpuJ' | 'cpuJ' | 'ramJ' | 'durationS'): number | null =>
    entries.reduce<number | null>((total, entry) => {
      const value = entry[key];
      return total === null || value === null ? null : total + value;
    }, 0);
  return {
    totalJ: entries.reduce((total, entry) => total + (entry.totalJ ?? 0), 0),
    gpuJ: sum('gpuJ'),
    cpuJ: sum('cpuJ'),
    ramJ: sum('ramJ'),
    durationS: sum('durationS'),
  };
}

/** A project is named after its model only where the request says so. */
function modelOf(entry: CodeCarbonEntry, defaults: ImportDefaults): string | null {
  return defaults.modelFromProject === true ? entry.project : (defaults.model ?? null);
}

function cloudRegion(fields: Fields): string | null {
  const parts = [text(fields, 'cloud_provider'), text(fields, 'cloud_region')];
  return parts.includes(null) ? null : parts.join('/');
}

/**
 * What the columns tell of the meter. GPUs are read from the vendor's counter and RAM is a model in every
 * version; whether the CPU was RAPL or a share of its TDP is logged nowhere.
 */
function meterOf(entry: CodeCarbonEntry, gpuModel: string | null): Omit<EnergySource, 'energy'> {
  const gpu = (entry.gpuJ ?? 0) > 0;
  const nvidia = /nvidia|tesla|geforce|quadro/i.test(gpuModel ?? '');
  const parts = [gpu ? (nvidia ? 'nvml' : 'gpu-counter') : null, 'unknown-cpu', 'ram-model'];
  return {
    energyScope: 'node-components',
    energyMethod: parts.filter((part) => part !== null).join('+'),
    measured: gpu,
    meterTool: 'codecarbon',
    meterVersion: entry.version,
  };
}

function flagsOf(
  { whole, tasks }: LoggedRun,
  query: readonly CodeCarbonEntry[],
  defaults: ImportDefaults,
): string[] {
  const main = whole ?? query[0];
  const flags = [...(whole === null ? [] : [whole]), ...tasks].flatMap((entry) => entry.flags);
  if (tasks.length === 0) flags.push('phases-not-separated');
  if (tasks.some((task) => task.totalJ === 0)) flags.push('task-without-energy');
  if (whole !== null && query.some((entry) => entry.project !== whole.project))
    flags.push('model-label-conflict');
  if (defaults.energyMethod === undefined) flags.push('energy-method-unknown');
  if (main !== undefined && text(main.fields, 'tracking_mode') === 'process')
    flags.push('tracking-mode-process');
  return tasks.length === 0 ? flags : flags.filter((flag) => flag !== 'duration-of-last-task');
}

/** When a task began: its row is stamped at its end, in whole seconds of local time. */
function startOf({ timestamp, durationS }: CodeCarbonEntry): string | null {
  if (timestamp === null || durationS === null) return timestamp;
  const [, local = '', zone = ''] = /^(.{19})(?:\.\d+)?(.*)$/.exec(timestamp) ?? [];
  const began = new Date(Math.floor(Date.parse(`${local.replace(' ', 'T')}Z`) / 1000 - durationS) * 1000);
  return Number.isNaN(began.getTime()) ? timestamp : began.toISOString().slice(0, 19) + zone;
}
