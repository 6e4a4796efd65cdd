import type { EntityManager } from 'typeorm';
import { upsert } from '../rows.js';
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
 * Runs of one measured source. A record that breaks an invariant is left out and reported; the others go in, and
 * what is stored already stays as it is.
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
  await upsert(manager, 'source', ['slug'], [sourceRow(source)]);
  let accepted = 0;
  for (let start = 0; start < drafts.length; start += BATCH) {
    accepted += (await writeRuns(manager, drafts.slice(start, start + BATCH))).accepted.size;
    onProgress(Math.min(start + BATCH, drafts.length), drafts.length);
  }
  await loadPublishedFactors(manager, folder, source);
  await report(manager, folder, source, { records: records.length, accepted: drafts.length, rejections });
  const refused = rejections.length > 0 ? `; ${rejections.length} rejected, ${firstOf(rejections)}` : '';
  return `${accepted} new runs of ${records.length}${refused}`;
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
