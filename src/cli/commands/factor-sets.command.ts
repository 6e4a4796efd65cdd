import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { COMMAND_LINE } from '../../modules/auth/index.js';
import {
  EXPORT_FORMATS,
  FactorSetDiffService,
  FactorSetExportService,
  FactorSetPublisher,
  FactorSetsService,
  TABLES,
} from '../../modules/factors/index.js';
import type { FactorSetChangeDto, FactorSetDto } from '../../modules/factors/index.js';
import { withApp } from '../with-app.js';

/** `wattfactor factor-sets publish | list | diff | export` */
export function addFactorSets(program: Command): void {
  const sets = program.command('factor-sets').description('citable, unchanging publications of all factors');
  const table = () => new Option('--table <table>', 'one table').choices(TABLES);
  sets
    .command('publish <version>')
    .description('freeze the factors and the grid of now, for example as 2026.11')
    .option('--notes <text>', 'what readers should know')
    .action(publish);
  sets.command('list').description('all sets, newest first').action(list);
  sets
    .command('diff <from> [to]')
    .description('what moved between two sets, or since one (to is latest), largest change first')
    .addOption(table())
    .option('--limit <count>', 'lines to show', wholeNumber, 50)
    .action(diff);
  sets
    .command('export <version>')
    .description('one table as a file; latest exports the live factors')
    .addOption(new Option('--format <format>', 'file format').choices(EXPORT_FORMATS).default('csv'))
    .addOption(table())
    .option('--output <file>', 'where to write; standard output otherwise')
    .action(exportTable);
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

async function publish(version: string, { notes }: { notes?: string }): Promise<void> {
  const set = await withApp((app) => app.get(FactorSetPublisher).publish({ version, notes }, COMMAND_LINE));
  console.log(line(set));
  if (set.sameContentAs.length > 0) {
    console.error(`wattfactor: the same content as ${set.sameContentAs.join(', ')}`);
  }
}

async function list(): Promise<void> {
  await withApp(async (app) => {
    let cursor: string | undefined;
    do {
      const page = await app.get(FactorSetsService).list({ limit: 500, cursor });
      for (const set of page.items) console.log(line(set));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  });
}

const line = ({ version, publishedAt, method, counts, hash }: FactorSetDto): string =>
  [version, publishedAt, `method ${method}`, `${counts.factors} factors`, hash].join('\t');

async function diff(
  from: string,
  to: string | undefined,
  options: { table?: string; limit: number },
): Promise<void> {
  const answer = await withApp((app) => app.get(FactorSetDiffService).diff({ from, to, ...options }));
  for (const { table, moved, added, removed, unchanged } of answer.summary) {
    console.error(`${table}: ${moved} moved, ${added} added, ${removed} removed, ${unchanged} unchanged`);
  }
  for (const change of answer.items) console.log(changeLine(change));
  if (answer.nextCursor) console.error(`wattfactor: ${answer.items.length} of ${answer.total}; see --limit`);
}

function changeLine({ table, change, key, factor, relativeChange, fields }: FactorSetChangeDto): string {
  const subject = factor && [factor.task, factor.model, factor.dataset].filter(Boolean).join(' ');
  const percent = relativeChange === null ? '' : `${(relativeChange * 100).toPrecision(3)} %`;
  return [table, change, percent, key, subject ?? '', fields.join(' ')].join('\t').trimEnd();
}

async function exportTable(
  version: string,
  { format, table, output }: { format: string; table?: string; output?: string },
): Promise<void> {
  await withApp(async (app) => {
    const file = await app.get(FactorSetExportService).file(version, { format, table });
    const target = output === undefined ? process.stdout : createWriteStream(output);
    await pipeline(file.getStream(), target, { end: output !== undefined });
  });
}
