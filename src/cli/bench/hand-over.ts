import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { BENCHMARK_SOURCE } from '../../core/benchmark/index.js';
import type { ServiceOptions } from '../service-options.js';
import { sendRuns } from './send-runs.js';

export interface HandOver extends ServiceOptions {
  /** A file for the runs. */
  readonly out?: string;
  readonly submit?: boolean;
}

const NOT_HANDED_OVER = 5;

/**
 * Writes the runs and sends them, where that was asked for; a terminal is asked, a script is not. Runs that could not
 * be handed over are kept in a file all the same.
 */
export async function handOver(jobId: string, runs: readonly object[], to: HandOver): Promise<void> {
  const { out } = to;
  const written = out === undefined || (await orSay('written', () => write(out, runs)));
  if (runs.length === 0) {
    if (to.submit) console.error('wattfactor: no energy was metered, so there is no run to submit');
    return;
  }
  const wanted = to.submit ?? (await asked(runs.length, to.url));
  const sent = !wanted || (await orSay('submitted', () => submit(runs, to)));
  if (written && sent) return;
  const kept = written && out !== undefined ? out : await keep(jobId, runs);
  if (kept !== null) console.error(sent ? `the runs are kept in ${kept}` : howToSend(kept, to.url));
}

/** One that fails does not keep the other from being done. */
async function orSay(done: string, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    console.error(`wattfactor: not ${done}: ${(error as Error).message}`);
    process.exitCode = NOT_HANDED_OVER;
    return false;
  }
}

const write = (path: string, runs: readonly object[]): Promise<void> =>
  writeFile(path, `${JSON.stringify(runs, null, 2)}\n`);

/** In the current folder or, where that takes no file, in the one for temporary files; null where neither does. */
async function keep(jobId: string, runs: readonly object[]): Promise<string | null> {
  const name = `wattfactor-bench-${jobId}.json`;
  for (const path of [name, join(tmpdir(), name)]) {
    if (await orSay('kept', () => write(path, runs))) return path;
  }
  return null;
}

/** A file of runs does not say whose they are: the source is the sender's to name. */
const howToSend = (file: string, url: string): string =>
  [
    `the runs are kept in ${file}; this sends them:`,
    `  npx wattfactor import ${quoted(file)} --set source=${BENCHMARK_SOURCE} --url ${quoted(url)} --key wf_…`,
  ].join('\n');

/** For a shell. */
const quoted = (text: string): string =>
  /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;

async function asked(count: number, url: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Submit ${count} runs to ${url}? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function submit(runs: readonly object[], to: ServiceOptions): Promise<void> {
  const { ok, body, words } = await sendRuns(runs, to);
  if (!ok) throw new Error(words);
  const { accepted, duplicates, quarantined } = body;
  console.log(`submitted: ${accepted} accepted, ${duplicates} there already, ${quarantined} quarantined`);
}
