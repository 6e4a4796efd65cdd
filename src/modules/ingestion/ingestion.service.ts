import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { RunDraft, RunStatus } from '../../core/run/index.js';
import { DATA_LOCK } from '../../database/locks.js';
import { readRuns } from '../../database/runs/read-runs.js';
import { appendRuns } from '../../database/runs/write-runs.js';
import type { ReadyRun } from '../../database/runs/write-runs.js';
import { bumpDataVersion } from '../../database/snapshot/data-version.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import { recordAudit } from '../auth/index.js';
import { CatalogueService } from '../catalogue/index.js';
import { FactorWatch } from './factor-watch.js';
import { check, compare } from './gate.js';
import type { Checked, Stored, Verdict } from './gate.js';
import { arrivesAs } from './incoming.js';
import type { IncomingRecord, IngestContext, IngestOutcome, RecordOutcome } from './incoming.js';
import { addToQuarantine } from './quarantine/add-to-quarantine.js';
import { ensureSources, reservedSources } from './sources.js';

interface IngestOptions {
  /** `invariants-only` takes a figure that is implausible. */
  readonly gates?: 'invariants-only';
  /** For a caller that asks itself how factors moved, over more than this; the outcome then names no change. */
  readonly watch?: FactorWatch;
}

/** A record, and what the rules that look at it alone say. */
export interface PreparedRecord {
  readonly record: IncomingRecord;
  readonly checked: Checked;
}

/** The one way in for runs, whoever brings them: checked, stored, counted and made known in one transaction. */
@Injectable()
export class IngestionService {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
  ) {}

  /**
   * Every record is accepted, found to be there already, or quarantined with reasons; the others are not held up.
   * When this resolves, what was accepted is durable and this replica's factors have moved.
   */
  ingest(records: readonly IncomingRecord[], context: IngestContext): Promise<IngestOutcome> {
    return this.changing((manager) => this.ingestIn(manager, records, context));
  }

  /** Runs work that may move factors under the one lock, then brings this replica up to date. */
  async changing<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const result = await this.locked(work);
    await this.snapshots.refresh();
    return result;
  }

  /** The same for one of many steps: this replica comes up to date by the notice, or when the caller refreshes it. */
  locked<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const done = this.turn.then(() => this.holding(work));
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** One of a replica's writers waits for the lock; the others wait for it, and leave connections to who needs no lock. */
  private holding<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [DATA_LOCK]);
      return work(manager);
    });
  }

  /** The same as `ingest` inside a transaction of `changing` or `locked`, for whoever stores more along with it. */
  ingestIn(
    manager: EntityManager,
    records: readonly IncomingRecord[],
    context: IngestContext,
    options: IngestOptions = {},
  ): Promise<IngestOutcome> {
    return this.storeIn(
      manager,
      records.map((record) => this.prepare(record)),
      context,
      options,
    );
  }

  /** What can be done with a record before the database is asked, for whoever has time before its transaction. */
  prepare(record: IncomingRecord): PreparedRecord {
    return { record, checked: check(record, (name) => this.catalogue.taskSlug(name, 'task')) };
  }

  /** The rest of `ingestIn`. */
  async storeIn(
    manager: EntityManager,
    prepared: readonly PreparedRecord[],
    context: IngestContext,
    { gates, watch }: IngestOptions = {},
  ): Promise<IngestOutcome> {
    const statusOf = (draft: RunDraft) => arrivesAs(context, draft);
    const checked = prepared.map((one) => one.checked);
    const stored = await knownTo(manager, checked);
    const verdicts = compare(checked, stored, statusOf, ...(gates ? [() => []] : []));

    const fresh = verdicts.flatMap((verdict) => (verdict.kind === 'fresh' ? [verdict.run] : []));
    const watching = watch ?? new FactorWatch();
    const arrivingAs = (status: RunStatus) => fresh.filter(({ draft }) => statusOf(draft) === status);
    const published = arrivingAs('published');
    await watching.before(manager, published.map(draftOf));
    await ensureSources(manager, fresh.map(draftOf), context.key.name);
    await appendRuns(manager, arrivingAs('draft'), 'draft');
    await appendRuns(manager, published, 'published');
    const changes = watch ? [] : await watching.changes(manager);

    const quarantined = await addToQuarantine(manager, refusals(prepared, verdicts), context);
    const outcomes = verdicts.map((verdict, index): RecordOutcome => {
      if (verdict.kind === 'fresh')
        return { outcome: 'accepted', runId: verdict.run.id, status: statusOf(verdict.run.draft) };
      if (verdict.kind === 'duplicate')
        return { outcome: 'duplicate', runId: verdict.id, status: verdict.status };
      const quarantineId = quarantined.get(index) ?? '';
      return { outcome: 'quarantined', quarantineId, problems: verdict.problems };
    });
    if (fresh.length > 0 || quarantined.size > 0) await audit(manager, outcomes, context);
    if (published.length > 0) await bumpDataVersion(manager);
    return { records: outcomes, changes };
  }
}

const draftOf = ({ draft }: ReadyRun): RunDraft => draft;

async function knownTo(manager: EntityManager, checked: readonly Checked[]): Promise<Stored> {
  const fresh = checked.flatMap((record) => (record.kind === 'fresh' ? [record.run] : []));
  const ids = fresh.map(({ id }) => id);
  const sources = fresh.map(({ draft }) => draft.sourceId);
  return {
    runs: await readRuns(manager, [...new Set(ids)]),
    reserved: await reservedSources(manager, sources),
  };
}

const refusals = (prepared: readonly PreparedRecord[], verdicts: readonly Verdict[]) =>
  verdicts.flatMap((verdict, index) => {
    const record = prepared[index]?.record;
    return verdict.kind === 'refused' && record
      ? [{ index, raw: record.raw, draft: verdict.draft, problems: verdict.problems }]
      : [];
  });

function audit(
  manager: EntityManager,
  outcomes: readonly RecordOutcome[],
  { key, channel }: IngestContext,
): Promise<void> {
  const runs = outcomes.flatMap((record) => (record.outcome === 'accepted' ? [record.runId] : []));
  const quarantined = outcomes.flatMap((r) => (r.outcome === 'quarantined' ? [r.quarantineId] : []));
  const duplicates = outcomes.length - runs.length - quarantined.length;
  const details = { channel, runs, duplicates, quarantined };
  return recordAudit(manager, key, { action: 'runs.ingest', subject: 'runs', details });
}
