import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { StreamableFile } from '@nestjs/common';
import { Option } from 'commander';
import type { Command } from 'commander';
import { BulkEstimatesService, USAGE_FORMATS } from '../../modules/estimate/index.js';
import type { BulkQuery } from '../../modules/estimate/index.js';
import { withApp } from '../with-app.js';

/** `wattfactor estimate FILE` */
export function addEstimate(program: Command): void {
  program
    .command('estimate <file>')
    .description('energy and CO2e of every row of a file of usage: CSV, NDJSON or Parquet, plain or gzip')
    .option('--factor-set <version>', 'label or hash of a published set; latest otherwise')
    .option('--summary-by <column>', 'totals by a column of the file, as JSON, in place of the rows')
    .addOption(
      new Option('--format <format>', 'format of the rows; that of the file otherwise').choices(
        USAGE_FORMATS,
      ),
    )
    .option('--combinations', 'the table that an engine of your own joins its rows with, as Parquet')
    .option('--output <file>', 'where to write; standard output otherwise')
    .action(estimate);
}

async function estimate(file: string, { output, ...query }: BulkQuery & { output?: string }): Promise<void> {
  await withApp(async (app) => {
    const answer = await app.get(BulkEstimatesService).estimateFile(file, query);
    const content =
      answer instanceof StreamableFile ? answer.getStream() : [`${JSON.stringify(answer, null, 2)}\n`];
    const target = output === undefined ? process.stdout : createWriteStream(output);
    await pipeline(content, target, { end: output !== undefined });
  });
}
