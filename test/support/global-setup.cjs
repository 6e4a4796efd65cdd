const { existsSync } = require('node:fs');
const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const pg = require('pg');

const root = join(__dirname, '..', '..');
const built = (path) => import(join(root, 'dist', 'src', path));

/**
 * One Postgres for the whole run and one seeded database in it, which every suite copies. TEST_DATABASE_URL names
 * another server, whose role may create databases; without it an embedded one is started in a folder of its own.
 */
module.exports = async () => {
  if (!existsSync(join(root, 'dist', 'src', 'main.js'))) {
    throw new Error('The e2e suites drive the built service: run "npm run build" first.');
  }
  const undo = [];
  globalThis.wattfactorTestUndo = undo;
  try {
    const server = process.env.TEST_DATABASE_URL ?? (await startServer(undo));
    const template = `wattfactor_test_template_${process.pid}`;
    await execute(server, `CREATE DATABASE ${template}`);
    undo.push(() => execute(server, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`));
    const { prepareDatabase } = await built('database/open-database.js');
    const url = new URL(server);
    url.pathname = `/${template}`;
    await prepareDatabase(url.href, () => undefined);
    process.env.WATTFACTOR_TEST_SERVER = server;
    process.env.WATTFACTOR_TEST_TEMPLATE = template;
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
};

async function startServer(undo) {
  const home = await mkdtemp(join(tmpdir(), 'wattfactor-test-'));
  undo.push(() => rm(home, { recursive: true, force: true }));
  const { startEmbeddedPostgres } = await built('database/embedded/index.js');
  const server = await startEmbeddedPostgres({ home, log: () => undefined });
  undo.push(() => server.stop());
  return server.url;
}

async function execute(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function undoAll(undo) {
  for (const step of undo.splice(0).reverse()) await step();
}

module.exports.undoAll = undoAll;
