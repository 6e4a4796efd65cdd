// Loads a source folder of the fixtures into a database, as seeding does, outside of Jest.
//   node seed-fixture.mjs <url> <folder> <study|record>      prints what seeding would say, as JSON
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/src/database/data-source.js';
import { DataFolder } from '../../dist/src/database/seed/data-folder.js';
import { loadSourceFolder } from '../../dist/src/database/seed/load-source.js';
import { luccioni2023 } from '../../dist/src/database/seed/sources/luccioni-2023.js';
import { recordToRun } from '../../dist/src/database/seed/sources/measured-record.js';
import { bumpDataVersion } from '../../dist/src/database/snapshot/data-version.js';

const [, , url, name, shape] = process.argv;
const rowToRun = shape === 'study' ? luccioni2023.rowToRun : (row, source) => recordToRun(row, source, 'all');
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources');
const dataSource = await new DataSource({ ...dataSourceOptions(url), poolSize: 1 }).initialize();
try {
  const said = await dataSource.transaction(async (manager) => {
    const folder = new DataFolder(join(fixtures, name));
    const result = await loadSourceFolder(manager, folder, { folder: name, rowToRun }, () => undefined);
    await bumpDataVersion(manager);
    return result;
  });
  console.log(JSON.stringify(said));
} finally {
  await dataSource.destroy();
}
