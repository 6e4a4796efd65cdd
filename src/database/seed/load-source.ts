import type { EntityManager } from 'typeorm';
import { reviewRun } from '../../core/run/index.js';
import type { RunDraft } from '../../core/run/index.js';
import { upsert } from '../rows.js';
import { writeRuns } from '../runs/write-runs.js';
import type { DataFolder } from './data-folder.js';
import type { SourceFile, SourceMapping } from './sources/source-mapping.js';

const BATCH = 500;

/** Runs of one measured source. A record that breaks an invariant stops the load: committed data must be right. */
export async function loadSourceFolder(
  manager: EntityManager,
  folder: DataFolder,
  mapping: SourceMapping,
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const source = await folder.json<SourceFile>('source.json');
  const rows = await folder.csv(source.runsFile);
  await upsert(manager, 'source', ['slug'], [sourceRow(source)]);
  let accepted = 0;
  for (let start = 0; start < rows.length; start += BATCH) {
    const drafts = rows.slice(start, start + BATCH).map((row) => reviewed(mapping.rowToRun(row, source)));
    accepted += (await writeRuns(manager, drafts)).accepted.size;
    onProgress(Math.min(start + BATCH, rows.length), rows.length);
  }
  return `${accepted} new runs of ${rows.length}`;
}

function reviewed(draft: RunDraft): RunDraft {
  const { errors, flags } = reviewRun(draft);
  const [first] = errors;
  if (first) throw new Error(`run ${draft.sourceId}/${draft.externalId}: ${first.field} ${first.message}`);
  return { ...draft, qcFlags: [...draft.qcFlags, ...flags] };
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
  notes: source.notes,
});

function citationOf({ authors, title, year, doi, arxiv }: SourceFile): string | null {
  if (authors.length === 0) return null;
  const link = doi ? ` doi:${doi}` : arxiv ? ` arXiv:${arxiv}` : '';
  return `${authors.join(', ')}: ${title}${year ? ` (${year})` : ''}.${link}`;
}
