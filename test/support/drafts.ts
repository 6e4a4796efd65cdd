import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PhaseDraft, RunDraft } from '../../src/core/run/index.js';
import { query } from './database.js';
import { root } from './service.js';

/** A stored run of a model on a task as the draft that it was, for a test to change and bring in as another. */
export async function draftLike(databaseUrl: string, model: string, task: string): Promise<RunDraft> {
  const [row] = await query<{ run: Row; hardware: Row; phases: Row[] }>(
    databaseUrl,
    `SELECT row_to_json(run) AS run, row_to_json(machine) AS hardware,
       (SELECT json_agg(part) FROM run_phase part WHERE part.run_id = run.id) AS phases
     FROM run JOIN hardware machine ON machine.slug = run.hardware
     WHERE model_id = $1 AND task = $2 AND NOT zero_shot AND qc_flags = '{}' ORDER BY seq LIMIT 1`,
    [model, task],
  );
  if (!row) throw new Error(`there is no run of ${model} on ${task}`);
  const run = camel(row.run);
  const { slug: _slug, name: _name, ...hardware } = camel(row.hardware);
  const draft = {
    ...run,
    hardware: { ...hardware, gpusActive: run['gpusActive'], parallelism: run['parallelism'] },
    loadShape: pick(run, LOAD_SHAPE),
    outputShape: pick(run, OUTPUT_SHAPE),
    phases: row.phases.map(camel).map(({ runId: _runId, ...phase }) => phase as unknown as PhaseDraft),
  };
  return without(draft, NOT_OF_A_DRAFT) as unknown as RunDraft;
}

/** Writes the drafts as an ingest does, in one transaction that raises the data version. */
export async function addRuns(databaseUrl: string, drafts: readonly RunDraft[]): Promise<string[]> {
  const script = join(root, 'test', 'support', 'add-runs.mjs');
  const running = promisify(execFile)(process.execPath, [script, databaseUrl]);
  running.child.stdin?.end(JSON.stringify(drafts));
  const { stdout } = await running;
  return JSON.parse(stdout) as string[];
}

type Row = Record<string, unknown>;

const LOAD_SHAPE = [
  'batchSizeMean',
  'batchSizeMax',
  'inputTokensPerUnit',
  'outputTokensPerUnit',
  'throughputUnitsPerS',
  'latencyS',
  'scenario',
];
const OUTPUT_SHAPE = ['imageWidth', 'imageHeight', 'steps', 'frames', 'fps'];
const NOT_OF_A_DRAFT = [
  ...['seq', 'id', 'cellId', 'createdAt', 'gpusActive', 'parallelism'],
  ...LOAD_SHAPE,
  ...OUTPUT_SHAPE,
];

const camel = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );

const pick = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, row[name]]));

const without = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
