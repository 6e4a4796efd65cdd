import type { LoadShape, OutputShape, PhaseDraft, RunDraft, RunStatus } from '../../core/run/index.js';
import { copyLine } from '../copy-text.js';
import type { CopyColumn, CopyValue } from '../copy-text.js';
import { snakeCase } from '../naming.js';
import type { IdentifiedRun } from './run-rows.js';

/** The names of the members of a record that a column can hold. */
type Plain<T> = { [K in keyof T]: T[K] extends CopyValue ? K : never }[keyof T] & string;

const members = <T, R>(names: readonly Plain<T>[], of: (row: R) => T): CopyColumn<R>[] =>
  names.map((name) => [snakeCase(name), (row) => of(row)[name] as CopyValue]);

const ofDraft: Plain<RunDraft>[] = [
  ...([
    'sourceId',
    'sourceVersion',
    'externalId',
    'sourcePath',
    'sourceRow',
    'licence',
    'measuredAt',
  ] as const),
  ...(['task', 'dataset', 'zeroShot', 'inputVariant', 'cohort', 'modelId', 'modelIdReported'] as const),
  ...(['parameters', 'activeParameters', 'weightPrecision', 'engine', 'country', 'region'] as const),
  ...(['energyScope', 'energyMethod', 'measured', 'meterTool', 'meterVersion'] as const),
  ...(['emissionsReportedKg', 'gridReportedGPerKwh', 'qcFlags'] as const),
];

const ofLoad: Plain<LoadShape>[] = [
  ...(['batchSizeMean', 'batchSizeMax', 'inputTokensPerUnit', 'outputTokensPerUnit'] as const),
  ...(['throughputUnitsPerS', 'latencyS', 'scenario'] as const),
];

const ofOutput: Plain<OutputShape>[] = ['imageWidth', 'imageHeight', 'steps', 'frames', 'fps'];

/** What is known of a run before it is stored; its status, which is known only then, comes last. */
const OF_RUN: CopyColumn<IdentifiedRun>[] = [
  ['id', ({ id }) => id],
  ['cell_id', ({ cellId }) => cellId],
  ['hardware', ({ cell }) => cell.hardware],
  ['gpus_active', ({ draft }) => draft.hardware.gpusActive],
  ['parallelism', ({ draft }) => draft.hardware.parallelism],
  ...members(ofDraft, ({ draft }: IdentifiedRun) => draft),
  ...members(ofLoad, ({ draft }: IdentifiedRun) => draft.loadShape),
  ...members(ofOutput, ({ draft }: IdentifiedRun) => draft.outputShape),
];

export const RUN_COLUMNS: readonly (readonly [name: string, ...rest: unknown[]])[] = [...OF_RUN, ['status']];

const ofPhase: Plain<PhaseDraft>[] = [
  ...(['phase', 'unit', 'unitCount', 'energyTotalJ', 'energyGpuJ', 'energyCpuJ', 'energyRamJ'] as const),
  ...(['energyPerUnitJ', 'energyPerOutputTokenJ', 'durationS', 'avgPowerW'] as const),
];

export const PHASE_COLUMNS: readonly CopyColumn<{ runId: string; phase: PhaseDraft }>[] = [
  ['run_id', ({ runId }) => runId],
  ...members(ofPhase, ({ phase }: { phase: PhaseDraft }) => phase),
];

/** The rows of a run as COPY takes them, made while the database is busy with those before. */
export interface RunLines {
  readonly run: string;
  readonly phases: readonly string[];
}

export const linesOf = (run: IdentifiedRun): RunLines => ({
  run: copyLine(OF_RUN, run),
  phases: run.draft.phases.map((phase) => copyLine(PHASE_COLUMNS, { runId: run.id, phase })),
});

/** The line of a run, now that its status is known. */
export const withStatus = ({ run }: RunLines, status: RunStatus): string => `${run}\t${status}`;
