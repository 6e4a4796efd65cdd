import { isUUID } from 'class-validator';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import type { FactorChange } from '../../../core/factor/index.js';
import { readRuns } from '../../../database/runs/read-runs.js';
import type { StoredRun } from '../../../database/runs/read-runs.js';
import { bumpDataVersion } from '../../../database/snapshot/data-version.js';
import { recordAudits } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { FactorWatch } from '../factor-watch.js';
import { reservedSources } from '../sources.js';
import type { Decision } from './decision.js';

/** What became of one of the ids. */
export interface Verdict {
  readonly id: string;
  /** Null where there is no such run. */
  readonly run: StoredRun | null;
  /** Null where it was done. */
  readonly refusal: DomainError | null;
}

export interface Decided {
  /** In the order of the ids. */
  readonly verdicts: readonly Verdict[];
  readonly changes: readonly FactorChange[];
}

/** Carries out a decision on every run that it can be done with; the others do not hold these up. */
export async function decideRuns(
  manager: EntityManager,
  ids: readonly string[],
  decision: Decision,
  key: ApiKey,
): Promise<Decided> {
  const verdicts = await judge(manager, ids, decision);
  const runs = verdicts.flatMap(({ run, refusal }) => (run && !refusal ? [run] : []));
  if (runs.length === 0) return { verdicts, changes: [] };
  const watch = new FactorWatch();
  // only what counts, or is going to, moves factors
  const counting = decision.to === 'published' ? runs : runs.filter(({ status }) => status === 'published');
  await watch.before(
    manager,
    counting.map(({ draft }) => draft),
  );
  await decision.apply(manager, runs);
  const { action } = decision;
  const events = runs.map((run) => ({ action, subject: run.id, details: decision.details(run) }));
  await recordAudits(manager, key, events);
  // rejecting a draft moves no factor, but whoever cached the run must read it anew
  await bumpDataVersion(manager);
  return { verdicts, changes: await watch.changes(manager) };
}

async function judge(manager: EntityManager, ids: readonly string[], decision: Decision): Promise<Verdict[]> {
  const stored = await readRuns(manager, [...new Set(ids.filter((id) => isUUID(id)))]);
  const sources = [...stored.values()].map(({ draft }) => draft.sourceId);
  const reserved = await reservedSources(manager, sources);
  return ids.map((id, index): Verdict => {
    const run = stored.get(id);
    if (!run) return { id, run: null, refusal: noSuchRun(id) };
    const refusal = ids.indexOf(id) < index ? givenTwice(id) : decision.refusal(run, reserved);
    return { id, run, refusal };
  });
}

const noSuchRun = (id: string): DomainError =>
  new DomainError('NOT_FOUND', `There is no run ${id.slice(0, 80)}; GET /v1/runs?status=draft lists drafts`);

const givenTwice = (id: string): DomainError =>
  new DomainError('CONFLICT', `The run ${id} is given twice; the first time decides`);
