import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';

import { entities } from './entities.js';
import { SnakeNaming } from './naming.js';

// Counts and versions stay far below 2^53, so bigint columns come back as numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} is not a safe integer`);
  return value;
});

/** The one set of options for the service, its command line and TypeORM's own command line. */
export function dataSourceOptions(url: string) {
  return {
    type: 'postgres' as const,
    url,
    entities,
    namingStrategy: new SnakeNaming(),
    migrations: [fileURLToPath(new URL('../../migrations/*.js', import.meta.url))],
    migrationsTransactionMode: 'each' as const,
    synchronize: false,
    applicationName: 'wattfactor',
    poolSize: 10,
  } satisfies DataSourceOptions;
}

/** For `typeorm migration:generate -d dist/src/database/data-source.js`. */
export default new DataSource(
  dataSourceOptions(process.env['DATABASE_URL'] ?? 'postgres://localhost/wattfactor'),
);
