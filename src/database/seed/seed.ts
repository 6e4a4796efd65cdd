import { QueryFailedError } from 'typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { DATA_LOCK } from '../locks.js';
import { regroupRuns } from '../runs/regroup-runs.js';
import { bumpDataVersion } from '../snapshot/data-version.js';
import { DataFolder } from './data-folder.js';
import { loadCatalogueFolder } from './load-catalogue.js';
import {
  loadEmbodiedFolder,
  loadEquivalencesFolder,
  loadProductionFolder,
  loadTrainingTable,
} from './load-fleet.js';
import { loadGridFolder } from './load-grid.js';
import { loadCloudRegionsFolder, loadProvidersFolder } from './load-sites.js';
import { loadBoundaryScales, loadReferences } from './load-constants.js';
import { loadSourceFolder } from './load-source.js';
import { SOURCE_MAPPINGS } from './sources/index.js';

type Progress = (line: string) => void;
type Load = (manager: EntityManager, folder: DataFolder, progress: Progress) => Promise<string>;

interface Step {
  readonly folder: string;
  /** What of the folder is loaded, where several steps read it. */
  readonly part?: string;
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
  { folder: 'embodied/1', load: loadEmbodiedFolder },
  { folder: 'equivalences/1', load: loadEquivalencesFolder },
  { folder: 'production-scenarios/1', load: loadProductionFolder },
  { folder: 'luccioni-2023/1', part: 'training', load: loadTrainingTable },
  ...SOURCE_MAPPINGS.map((mapping) => ({
    folder: mapping.folder,
    optional: true,
    load: (manager: EntityManager, folder: DataFolder, progress: Progress) =>
      loadSourceFolder(manager, folder, mapping, (done, total) =>
        progress(`  ${mapping.folder}: ${done} of ${total} runs`),
      ),
  })),
];

/**
 * How folders become rows: raise it when a mapping or the identity of a cell changes, and every database loads its
 * folders again and regroups its runs at the next start.
 */
const MAPPING_VERSION = 2;

/**
 * Loads what `data/` holds and the database does not have yet. One transaction a folder: a kill in the
 * middle leaves nothing half loaded, and a folder whose content and mapping are unchanged is skipped.
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
  await regroup(dataSource, progress);
}

async function seedFolder(
  dataSource: DataSource,
  { folder: path, part, load }: Step,
  progress: Progress,
): Promise<void> {
  const folder = new DataFolder(path);
  const name = part === undefined ? path : `${path}#${part}`;
  await once(dataSource, name, await folder.contentHash(), async (manager) => {
    progress(`loaded data/${name}: ${await load(manager, folder, progress)}`);
  });
}

/** After the folders: the runs of a source that one of them describes are grouped by it. */
const regroup = (dataSource: DataSource, progress: Progress): Promise<void> =>
  once(dataSource, 'runs', '', async (manager) => {
    const runs = await regroupRuns(manager);
    if (runs > 0) progress(`regrouped ${runs} runs`);
  });

async function once(
  dataSource: DataSource,
  name: string,
  content: string,
  load: (manager: EntityManager) => Promise<void>,
): Promise<void> {
  const hash = `${content}#${MAPPING_VERSION}`;
  await dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [DATA_LOCK]);
    if (await isLoaded(manager, name, hash)) return;
    await load(manager);
    await markLoaded(manager, name, hash);
    await bumpDataVersion(manager);
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
