import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase, createEmptyDatabase, query } from './support/database.js';
import { root } from './support/service.js';

const execute = promisify(execFile);

async function schema(command: 'diff' | 'up' | 'down', url: string): Promise<string[]> {
  const script = join(root, 'test', 'support', 'schema.mjs');
  const { stdout } = await execute(process.execPath, [script, command, url]);
  return JSON.parse(stdout) as string[];
}

/** Every table, column, index, constraint and function, as Postgres describes them. */
async function structureOf(url: string): Promise<string[]> {
  const rows = await query<{ line: string }>(
    url,
    `SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' ||
            coalesce(column_default, '') || ' ' || coalesce(identity_generation, '') AS line
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migrations'
     UNION ALL
     SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'migrations'
     UNION ALL
     SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid <> 'migrations'::regclass
     UNION ALL
     SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     ORDER BY line`,
  );
  return rows.map(({ line }) => line);
}

it('has the columns that the entities say: none is missing, extra or of another type', async () => {
  const pending = await schema('diff', await createDatabase());
  // only columns: indexes and constraints stand in the migrations alone, under names of their own
  const aboutOther =
    /^(DROP INDEX|CREATE (UNIQUE )?INDEX|COMMENT ON|ALTER TABLE "\w+" (DROP|ADD) CONSTRAINT)/;
  const aboutColumns = pending.filter((statement) => !aboutOther.test(statement));
  expect([...new Set(aboutColumns)].sort()).toEqual([]);
});

it('takes every migration back to nothing, one by one, and builds the same schema again', async () => {
  const url = await createEmptyDatabase();
  const names = await schema('up', url);
  expect(names.length).toBeGreaterThan(3);
  const built = await structureOf(url);
  expect(built.length).toBeGreaterThan(50);
  for (let left = names.length; left > 0; left -= 1) {
    expect(await schema('down', url)).toEqual(names.slice(0, left - 1));
  }
  expect(await structureOf(url)).toEqual([]);
  expect(await schema('up', url)).toEqual(names);
  expect(await structureOf(url)).toEqual(built);
});

it('finds nothing pending in a database that a service has migrated', async () => {
  expect(await schema('up', await createDatabase())).toEqual([]);
});
