// Loads a folder of carbon intensities the way that data/ is loaded, outside of Jest, which cannot load the built
// ES modules.
//   node load-grid.mjs <url> <folder>
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/src/database/data-source.js';
import { DataFolder } from '../../dist/src/database/seed/data-folder.js';
import { loadGridFolder } from '../../dist/src/database/seed/load-grid.js';
import { bumpDataVersion } from '../../dist/src/database/snapshot/data-version.js';

const [, , url, folder] = process.argv;
const dataSource = await new DataSource({ ...dataSourceOptions(url), poolSize: 1 }).initialize();
try {
  await dataSource.transaction(async (manager) => {
    console.log(await loadGridFolder(manager, new DataFolder(folder)));
    await bumpDataVersion(manager);
  });
} finally {
  await dataSource.destroy();
}
