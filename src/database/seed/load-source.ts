import type { EntityManager } from 'typeorm';
import type { RunDraft } from '../../core/run/index.js';
import { upsert } from '../rows.js';
import { identify } from '../runs/run-rows.js';
import { writeRuns } from '../runs/write-runs.js';
import type { DataFolder } from './data-folder.js';
import { loadPublishedFactors } from './load-published.js';
import { reviewRecords } from './review-records.js';
import type { Rejection } from './review-records.js';
import type { SourceFile, SourceMapping } from './sources/source-mapping.js';

const BATCH = 500;

/** Rejections that are kept with their reasons; the count is of all. */
const KEPT_REJECTIONS = 1_000;

/**
 * Runs of one measured source. A record that breaks an invariant is left out and reported; the others go in as the
 * folder has them now.
 */
export async function loadSourceFolder(
  manager: EntityManager,
  folder: DataFolder,
  mapping: SourceMapping,
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const source = await folder.json<SourceFile>('source.json');
  const records = await folder.records(source.runsFile);
  const tasks = await manager.query<{ slug: string }[]>('SELECT slug FROM task');
  const { drafts, rejections } = reviewRecords(records, {
    mapping,
    source,
    tasks: new Set(tasks.map(({ slug }) => slug)),
  });
  await requireOwn(manager, source.id);
  await upsert(manager, 'source', ['slug'], [sourceRow(source)]);
  await makeWay(manager, source.id, drafts);
  let accepted = 0;
  for (let start = 0; start < drafts.length; start += BATCH) {
    const batch = drafts.slice(start, start + BATCH).map((draft) => identify(draft, 'declared'));
    accepted += (await writeRuns(manager, batch)).length;
    onProgress(Math.min(start + BATCH, drafts.length), drafts.length);
  }
  await loadPublishedFactors(manager, folder, source);
  await report(manager, folder, source, { records: records.length, accepted: drafts.length, rejections });
  const refused = rejections.length > 0 ? `; ${rejections.length} rejected, ${firstOf(rejections)}` : '';
  return `${accepted} runs of ${records.length}${refused}`;
}

/** A name that somebody took before the folder came is theirs: their runs must not pass for the source's. */
async function requireOwn(manager: EntityManager, slug: string): Promise<void> {
  const taken = await manager.query<unknown[]>(
    'SELECT 1 FROM run WHERE source_id = $1 AND NOT EXISTS (SELECT 1 FROM source_load WHERE source_id = $1) LIMIT 1',
    [slug],
  );
  if (taken.length > 0) throw new Error(`there are runs of another source named ${slug} already`);
}

/** What an earlier load stored goes; what the folder does not hold is kept, and does not count. */
async function makeWay(manager: EntityManager, source: string, drafts: readonly RunDraft[]): Promise<void> {
  await manager.query(
    'DELETE FROM cell_statistic USING cell WHERE cell.id = cell_id AND cell.source_id = $1',
    [source],
  );
  await manager.query('DELETE FROM run WHERE source_id = $1 AND external_id = ANY($2)', [
    source,
    drafts.map(({ externalId }) => externalId),
  ]);
  await manager.query(
    `UPDATE run SET status = 'superseded', review_reason = 'not among the records of its source'
     WHERE source_id = $1 AND status IN ('draft', 'published')`,
    [source],
  );
}

const firstOf = ([first]: readonly Rejection[]): string =>
  first ? `the first at line ${first.line}: ${first.reason}` : '';

async function report(
  manager: EntityManager,
  folder: DataFolder,
  source: SourceFile,
  result: { readonly records: number; readonly accepted: number; readonly rejections: readonly Rejection[] },
): Promise<void> {
  const { records, accepted, rejections } = result;
  const row = {
    sourceId: source.id,
    folder: folder.name,
    records,
    accepted,
    rejected: rejections.length,
    rejections: rejections.slice(0, KEPT_REJECTIONS),
    loadedAt: new Date().toISOString(),
  };
  await upsert(manager, 'source_load', ['source_id'], [row]);
}

const sourceRow = (source: SourceFile) => ({
  slug: source.id,
  version: source.version,
  title: source.title,
  publisher: source.publisher,
  year: source.year,
  url: source.urls[0] ?? null,
  licence: source.licence.id,
  licenceUrl: source.licence.url,
  attribution: source.licence.attribution,
  citation: citationOf(source),
  energyScope: source.energyScope,
  defaultZone: source.defaultZone ?? null,
  cohort: source.taskCohort?.name ?? null,
  cohortDescription: source.taskCohort?.description ?? null,
  pedigree: source.pedigree ?? null,
  notes: source.notes,
});

function citationOf({ authors, title, year, doi, arxiv }: SourceFile): string | null {
  if (authors.length === 0) return null;
  const link = doi ? ` doi:${doi}` : arxiv ? ` arXiv:${arxiv}` : '';
  return `${authors.join(', ')}: ${title}${year ? ` (${year})` : ''}.${link}`;
}
