import type { Command } from 'commander';
import { readConfig } from '../../common/config/config.js';
import { BenchmarkWorker } from '../../modules/benchmark/index.js';
import { createWorkerContext } from '../../worker.js';
import { untilTold } from '../until-told.js';
import { withDatabaseUrl } from '../with-database.js';

/** `wattfactor worker` */
export function addWorker(program: Command): void {
  program
    .command('worker')
    .description('run the benchmarks that are ordered of the service, until it is stopped')
    .addHelpText(
      'after',
      '\nIt needs the database of the service: DATABASE_URL, or WATTFACTOR_HOME on one machine.',
    )
    .action(worker);
}

async function worker(): Promise<void> {
  await withDatabaseUrl(async (url) => {
    const context = await createWorkerContext(url);
    try {
      const { labels } = await context.get(BenchmarkWorker).start(url, readConfig());
      console.error(`wattfactor: worker ${process.pid} offers ${labels.join(', ')}`);
      await untilTold('SIGINT', 'SIGTERM');
    } finally {
      await context.close();
    }
  });
}
