import type { EntityManager } from 'typeorm';
import type { RunDraft } from '../../core/run/index.js';
import { insertMissing } from '../../database/rows.js';

/** A source that is new is known by its slug, and by whose key brought it. */
export async function ensureSources(
  manager: EntityManager,
  drafts: readonly RunDraft[],
  publisher: string,
): Promise<void> {
  const bySlug = new Map(drafts.map((draft) => [draft.sourceId, draft]));
  const rows = [...bySlug.values()].map(({ sourceId, sourceVersion, licence }) => ({
    slug: sourceId,
    version: sourceVersion,
    title: sourceId,
    publisher,
    licence: licence ?? 'not stated',
    attribution: publisher,
    notes: [],
  }));
  await insertMissing(manager, 'source', rows);
}

/** Those of some sources that only seeding adds to: what they published is what they stay. */
export async function reservedSources(
  manager: EntityManager,
  slugs: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ source_id: string }[]>(
    'SELECT source_id FROM source_load WHERE source_id = ANY($1)',
    [[...new Set(slugs)]],
  );
  return new Set(rows.map((row) => row.source_id));
}
