import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';

export interface HandOver {
  /** A file for the runs. */
  readonly out?: string;
  readonly submit?: boolean;
  readonly url: string;
  readonly key?: string;
}

const NOT_HANDED_OVER = 5;

/** Writes the runs and sends them, where that was asked for; a terminal is asked, a script is not. */
export async function handOver(runs: readonly object[], to: HandOver): Promise<void> {
  const { out } = to;
  if (out !== undefined) await orSay('written', () => writeFile(out, `${JSON.stringify(runs, null, 2)}\n`));
  if (runs.length === 0) {
    if (to.submit) console.error('wattfactor: no energy was metered, so there is no run to submit');
    return;
  }
  if (!(to.submit ?? (await asked(runs.length, to.url)))) return;
  await orSay('submitted', async () => console.log(await send(runs, to)));
}

/** One that fails does not keep the other from being done. */
async function orSay(done: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    console.error(`wattfactor: not ${done}: ${reasonOf(error)}`);
    process.exitCode = NOT_HANDED_OVER;
  }
}

/** fetch hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? cause.message || String(cause) : String(cause);
}

async function asked(count: number, url: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Submit ${count} runs to ${url}? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function send(runs: readonly object[], { url, key }: HandOver): Promise<string> {
  if (!key) throw new Error('give an API key with the scope runs:write as --key or WATTFACTOR_KEY');
  const response = await fetch(`${url.replace(/\/+$/, '')}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(runs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${detailOf(text)}`);
  const answer = JSON.parse(text) as Record<string, unknown>;
  const { accepted, duplicates, quarantined } = answer;
  return `submitted: ${accepted} accepted, ${duplicates} there already, ${quarantined} quarantined`;
}

function detailOf(text: string): string {
  try {
    return String((JSON.parse(text) as Record<string, unknown>)['detail']);
  } catch {
    return text.slice(0, 200);
  }
}
