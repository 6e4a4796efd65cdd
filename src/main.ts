import { createApp } from './app.js';
import { readConfig } from './common/config/config.js';
import { portProblem, requireFreePort } from './common/http/index.js';
import { BenchmarkWorker } from './modules/benchmark/index.js';
import { firstKeyLines, KeysService } from './modules/auth/index.js';
import { openDatabase, prepareDatabase } from './database/open-database.js';
import { version } from './version.js';

const say = (line: string): void => console.log(`wattfactor: ${line}`);

async function main(): Promise<void> {
  const config = readConfig();
  await requireFreePort(config.PORT, config.HOST);
  const database = await openDatabase(config, say);
  let stop = database.close;
  let stopping: Promise<void> | null = null;
  const shutDown = (signal: string): void => {
    say(`${signal}: stopping`);
    stopping ??= stop();
    stopping.then(() => process.exit(0), fail);
  };
  process.on('SIGINT', shutDown);
  process.on('SIGTERM', shutDown);

  try {
    await prepareDatabase(database.url, say);
    const app = await createApp(database.url, config);
    stop = async () => {
      await app.close();
      await database.close();
    };
    await app.listen(config.PORT, config.HOST).catch((error: unknown) => {
      throw portProblem(error, config.PORT, config.HOST);
    });
    const url = await app.getUrl();
    const lines = await firstKeyLines(app.get(KeysService), config.DATABASE_URL === undefined, url);
    lines.forEach(say);
    say(`version ${version()} listens on ${url} (reference at /docs, GraphQL at /graphql)`);
    if (config.WATTFACTOR_WORKER === 'on') await app.get(BenchmarkWorker).start(database.url, config);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function fail(error: unknown): void {
  console.error(`wattfactor: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env['LOG_LEVEL'] === 'debug') console.error(error);
  process.exit(1);
}

main().catch(fail);
