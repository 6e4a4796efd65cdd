// Asks TypeORM about the schema, outside of Jest, which cannot load the built ES modules.
//   node schema.mjs diff <url>      the statements that would bring the database to the entities, as JSON
//   node schema.mjs up <url>        runs the migrations that are pending; prints their names as JSON
//   node schema.mjs down <url>      reverts the last migration; prints what is left as JSON
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/src/database/data-source.js';

const [, , command, url] = process.argv;
const dataSource = await new DataSource({ ...dataSourceOptions(url), poolSize: 1 }).initialize();
try {
  console.log(JSON.stringify(await run()));
} finally {
  await dataSource.destroy();
}

async function run() {
  if (command === 'diff') {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  }
  if (command === 'up') return (await dataSource.runMigrations()).map(({ name }) => name);
  await dataSource.undoLastMigration();
  return (await dataSource.query('SELECT name FROM migrations ORDER BY id')).map(({ name }) => name);
}
