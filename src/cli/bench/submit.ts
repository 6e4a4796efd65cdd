import { createInterface } from 'node:readline/promises';

export interface Submission {
  readonly submit?: boolean;
  readonly url: string;
  readonly key?: string;
}

const NOT_SUBMITTED = 5;

/** Sends the runs where that was asked for; a terminal is asked, a script is not. */
export async function offerToSubmit(runs: readonly object[], submission: Submission): Promise<void> {
  if (runs.length === 0) {
    if (submission.submit) console.error('wattfactor: no energy was metered, so there is no run to submit');
    return;
  }
  if (!(submission.submit ?? (await asked(runs.length, submission.url)))) return;
  try {
    console.log(await send(runs, submission));
  } catch (error) {
    console.error(`wattfactor: not submitted: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = NOT_SUBMITTED;
  }
}

async function asked(count: number, url: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Submit ${count} runs to ${url}? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function send(runs: readonly object[], { url, key }: Submission): Promise<string> {
  if (!key) throw new Error('give an API key with the scope runs:write as --key or WATTFACTOR_KEY');
  const response = await fetch(`${url.replace(/\/+$/, '')}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(runs),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(String(answer['detail'] ?? response.status));
  const { accepted, duplicates, quarantined } = answer;
  return `submitted: ${accepted} accepted, ${duplicates} there already, ${quarantined} quarantined`;
}
