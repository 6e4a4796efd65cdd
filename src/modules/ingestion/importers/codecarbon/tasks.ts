import type { ImportDefaults } from '../import-defaults.js';
import { Rejection } from '../shared/rejection.js';
import type { CodeCarbonEntry } from './entry.js';

type TaskPhase = 'query' | 'load' | 'transfer';

export type SortedTasks = Record<TaskPhase, CodeCarbonEntry[]>;

const DATA = /\bdata(set)?s?\b/i;
const PATTERNS: readonly [TaskPhase, RegExp][] = [
  ['transfer', /\btransfer\b|\b(move|copy)\b.*\b(gpu|cuda|device)\b|\bto[ _-](gpu|cuda|device)\b/i],
  ['query', /\b(quer(y|ies|ying)|infer(ence)?|predict(ion)?s?|generat(e|ion)|forward|prompts?)\b/i],
  ['load', /\b(load(ing)?|initiali[sz]e)\b/i],
];

/** More tasks than one run can be meant to have, and few enough to be held; a run of more is refused as a whole. */
export const MAX_TASKS = 1_000;

export const tooManyTasks = (): Rejection =>
  new Rejection(
    'OUT_OF_RANGE',
    `the run has over ${MAX_TASKS} tasks: give each of its parts a run_id of its own`,
    'run_id',
  );

/** The rows of a run's tasks by the phase that their names tell; null where there are none. */
export function sortTasks(tasks: readonly CodeCarbonEntry[], defaults: ImportDefaults): SortedTasks | null {
  if (tasks.length === 0) return null;
  if (tasks.length > MAX_TASKS) throw tooManyTasks();
  const sorted: SortedTasks = { query: [], load: [], transfer: [] };
  for (const task of tasks) {
    const phase = phaseOfTask(task.taskName ?? '', defaults);
    if (phase !== null) sorted[phase].push(task);
  }
  if (sorted.query.length > 0) return sorted;
  if (tasks.some((task) => task.runId === null)) {
    throw new Rejection('ROW_UNREADABLE', 'a task without run_id cannot be joined to its run', 'run_id');
  }
  const names = [...new Set(tasks.map((task) => `"${task.taskName ?? ''}"`))].join(', ');
  throw new Rejection(
    'DEFAULT_MISSING',
    `none of the tasks ${names} is named as the one that answers queries: give \`queryTask\``,
    'queryTask',
  );
}

/** `load model` loads a model; `load data` does not, and is no phase of a run. */
function phaseOfTask(name: string, defaults: ImportDefaults): TaskPhase | null {
  if (name === defaults.queryTask) return 'query';
  if (name === defaults.loadTask) return 'load';
  const spaced = name.replace(/[_-]+/g, ' ');
  const phase = PATTERNS.find(([, pattern]) => pattern.test(spaced))?.[0] ?? null;
  if (phase === 'query' && defaults.queryTask !== undefined) return null;
  return phase === 'load' && DATA.test(spaced) ? null : phase;
}
