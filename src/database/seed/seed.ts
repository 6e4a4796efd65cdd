import { QueryFailedError } from 'typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { bumpDataVersion } from '../snapshot/data-version.js';
import { DataFolder } from './data-folder.js';
import { loadCatalogueFolder } from './load-catalogue.js';
import { loadGridFolder } from './load-grid.js';
import { loadCloudRegionsFolder, loadProvidersFolder } from './load-sites.js';
import { loadBoundaryScales, loadReferences } from './load-constants.js';
import { loadSourceFolder } from './load-source.js';
import { SOURCE_MAPPINGS } from './sources/index.js';

type Progress = (line: string) => void;
type Load = (manager: EntityManager, folder: DataFolder, progress: Progress) => Promise<string>;

interface Step {
  readonly folder: string;
  readonly load: Load;
  /** A folder that cannot be read is reported and left as it was loaded before; without it the others still serve. */
  readonly optional?: boolean;
}

/** What is loaded, in this order: runs refer to tasks, cloud regions to zones. */
const STEPS: readonly Step[] = [
  { folder: 'catalogue/1', load: loadCatalogueFolder },
  { folder: 'grid/1', load: loadGridFolder },
  { folder: 'cloud-regions/1', load: loadCloudRegionsFolder },
  { folder: 'pue-wue/1', load: loadProvidersFolder },
  { folder: 'study-constants/1', load: loadBoundaryScales },
  { folder: 'reference/1', load: loadReferences },
  ...SOURCE_MAPPINGS.map((mapping) => ({
    folder: mapping.folder,
    optional: true,
    load: (manager: EntityManager, folder: DataFolder, progress: Progress) =>
      loadSourceFolder(manager, folder, mapping, (done, total) =>
        progress(`  ${mapping.folder}: ${done} of ${total} runs`),
      ),
  })),
];

/** Held while loading, so that replicas that start together load once. */
const LOCK = 0x57617474;

/**
 * Loads what `data/` holds and the database does not have yet. One transaction a folder: a kill in the
 * middle leaves nothing half loaded, and a folder whose content is unchanged is skipped.
 */
export async function seed(dataSource: DataSource, progress: Progress): Promise<void> {
  for (const step of STEPS) {
    try {
      await seedFolder(dataSource, step, progress);
    } catch (error) {
      if (!step.optional || error instanceof QueryFailedError) throw error;
      progress(
        `data/${step.folder} was NOT loaded: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

async function seedFolder(
  dataSource: DataSource,
  { folder: name, load }: Step,
  progress: Progress,
): Promise<void> {
  const folder = new DataFolder(name);
  const hash = await folder.contentHash();
  await dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    if (await isLoaded(manager, name, hash)) return;
    const result = await load(manager, folder, progress);
    await markLoaded(manager, name, hash);
    await bumpDataVersion(manager);
    progress(`loaded data/${name}: ${result}`);
  });
}

async function isLoaded(manager: EntityManager, folder: string, hash: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    'SELECT 1 FROM data_load WHERE folder = $1 AND content_hash = $2',
    [folder, hash],
  );
  return rows.length > 0;
}

async function markLoaded(manager: EntityManager, folder: string, hash: string): Promise<void> {
  await manager.query(
    `INSERT INTO data_load (folder, content_hash) VALUES ($1, $2)
     ON CONFLICT (folder) DO UPDATE SET content_hash = excluded.content_hash, loaded_at = now()`,
    [folder, hash],
  );
}
