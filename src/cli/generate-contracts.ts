import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createApp } from '../app.js';
import { readConfig } from '../common/config/config.js';
import { openDatabase, prepareDatabase } from '../database/open-database.js';
import { projectRoot } from '../database/seed/data-folder.js';
import { openApiDocument, openApiYaml } from '../docs.js';

/** Writes openapi.yaml and schema.gql from the running application, on a database of its own. */
async function main(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'wattfactor-contracts-'));
  const config = readConfig({ LOG_LEVEL: 'warn', WATTFACTOR_HOME: home });
  const database = await openDatabase(config, () => {});
  try {
    await prepareDatabase(database.url, () => {});
    const app = await createApp(database.url, config);
    const schema = lexicographicSortSchema(app.get(GraphQLSchemaHost).schema);
    await writeFile(join(projectRoot(), 'openapi.yaml'), openApiYaml(await openApiDocument(app)));
    await writeFile(join(projectRoot(), 'schema.gql'), `${printSchema(schema)}\n`);
    await app.close();
  } finally {
    await database.close();
    await rm(home, { recursive: true, force: true });
  }
}

await main();
