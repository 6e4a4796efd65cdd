// Writes runs as an ingest does, outside of Jest, which cannot load the built ES modules.
//   node add-runs.mjs <url> < drafts.json      one transaction that also raises the data version; prints the new ids
import { json } from 'node:stream/consumers';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/src/database/data-source.js';
import { identify } from '../../dist/src/database/runs/run-rows.js';
import { writeRuns } from '../../dist/src/database/runs/write-runs.js';
import { bumpDataVersion } from '../../dist/src/database/snapshot/data-version.js';

const [, , url] = process.argv;
const drafts = await json(process.stdin);
const dataSource = await new DataSource({ ...dataSourceOptions(url), poolSize: 1 }).initialize();
try {
  await dataSource.transaction(async (manager) => {
    // as runs of the study's own design, whose cells the drafts are to fall into
    const accepted = await writeRuns(
      manager,
      drafts.map((draft) => identify(draft, 'declared')),
    );
    await bumpDataVersion(manager);
    console.log(JSON.stringify(accepted.map(({ id }) => id)));
  });
} finally {
  await dataSource.destroy();
}
