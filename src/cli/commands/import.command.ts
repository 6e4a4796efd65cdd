import { createReadStream, createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { once } from 'node:events';
import { request as http } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as https } from 'node:https';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { addServiceOptions, requireKey, unreachable, type ServiceOptions } from '../service-options.js';

interface Options extends ServiceOptions {
  readonly rejected?: string;
  readonly set?: string[];
  readonly dryRun?: boolean;
}

interface Report {
  readonly id: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejectedTotal: number;
  /** The first of them. */
  readonly rejected: readonly { readonly row: number; readonly code: string; readonly message: string }[];
  readonly changedFactors: readonly unknown[];
}

interface RejectedPage {
  readonly items: readonly object[];
  readonly nextCursor: string | null;
}

/** `wattfactor import FILE…` */
export function addImport(program: Command): void {
  addServiceOptions(program.command('import <file...>'), 'runs:write')
    .description('bring files of measured runs to a service, in any format that it reads')
    .option('--rejected <file>', 'write the rows that were not accepted to this file, one JSON object a line')
    .option('--set <name=value...>', 'what the files do not say, such as task=summarization inferences=1000')
    .option('--dry-run', 'check everything and store nothing')
    .addHelpText('after', '\nThe exit status is 1 where a row was rejected or a file failed.')
    .action(importFiles);
}

async function importFiles(files: string[], options: Options): Promise<void> {
  const key = requireKey(options);
  const rejected = options.rejected === undefined ? null : createWriteStream(options.rejected);
  if (rejected) await once(rejected, 'open');
  for (const file of files) {
    try {
      const report = await importFile(file, key, options);
      if (report.rejectedTotal > 0) process.exitCode = 1;
      if (rejected) await writeRejected(rejected, file, report, options.url);
    } catch (error) {
      process.exitCode = 1;
      console.error(`wattfactor: ${file}: ${(error as Error).message}`);
    }
  }
  rejected?.end();
}

async function importFile(file: string, key: string, options: Options): Promise<Report> {
  const { size } = await stat(file);
  const bar = new SingleBar({ format: `${basename(file)} {bar} {percentage} %`, clearOnComplete: true });
  bar.start(size, 0);
  try {
    const report = await upload(file, key, options, (bytes) => bar.increment(bytes));
    bar.stop();
    const { accepted, duplicates, rejectedTotal, changedFactors } = report;
    console.log(
      `${file}: ${accepted} accepted, ${duplicates} duplicates, ${rejectedTotal} rejected; ` +
        `${changedFactors.length} factors changed (${options.url}/v1/imports/${report.id})`,
    );
    tellReasons(report);
    return report;
  } finally {
    bar.stop();
  }
}

/** Rejections whose reasons are printed; `--rejected` writes all. */
const REASONS_SHOWN = 5;

function tellReasons({ rejected, rejectedTotal }: Report): void {
  for (const { row, code, message } of rejected.slice(0, REASONS_SHOWN)) {
    console.error(`  row ${row}: ${code}: ${message}`);
  }
  if (rejectedTotal > REASONS_SHOWN)
    console.error(`  and ${rejectedTotal - REASONS_SHOWN} more; --rejected FILE has all`);
}

async function upload(
  file: string,
  key: string,
  { url, set = [], dryRun }: Options,
  sent: (bytes: number) => void,
): Promise<Report> {
  const target = new URL('/v1/imports', url);
  for (const [name, value] of set.map(assignment)) target.searchParams.set(name, value);
  if (dryRun) target.searchParams.set('dryRun', 'true');
  const headers = { 'x-api-key': key, 'x-file-name': encodeName(basename(file)) };
  const send = target.protocol === 'https:' ? https : http;
  const outgoing = send(target, { method: 'POST', headers });
  const body = createReadStream(file);
  body.on('data', (chunk) => sent(chunk.length));
  body.on('error', (error) => outgoing.destroy(error));
  body.pipe(outgoing);
  const [reply] = (await once(outgoing, 'response').catch((error: unknown) => {
    throw isOfFile(error) ? error : unreachable(url, error);
  })) as [IncomingMessage];
  return answer<Report>(reply);
}

/** What reading the file may fail with; it ends the request with the same error. */
const isOfFile = (error: unknown): boolean => typeof (error as { path?: unknown }).path === 'string';

function assignment(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--set takes name=value, not ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Headers hold ASCII only. */
const encodeName = (name: string): string => name.replace(/[^\x20-\x7e]/g, '_');

async function answer<T>(reply: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = [];
  for await (const chunk of reply) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const body = JSON.parse(text) as T & { detail?: string };
  if ((reply.statusCode ?? 500) >= 400) throw new Error(body.detail ?? `HTTP ${reply.statusCode}`);
  return body;
}

async function writeRejected(
  out: WriteStream,
  file: string,
  { id, rejectedTotal }: Report,
  url: string,
): Promise<void> {
  let cursor: string | null = null;
  for (let left = rejectedTotal; left > 0;) {
    const page = new URL(`/v1/imports/${id}/rejected?limit=500`, url);
    if (cursor !== null) page.searchParams.set('cursor', cursor);
    const { items, nextCursor } = (await (await fetch(page)).json()) as RejectedPage;
    for (const item of items) out.write(`${JSON.stringify({ file, ...item })}\n`);
    cursor = nextCursor;
    left = nextCursor === null ? 0 : left - items.length;
  }
}
