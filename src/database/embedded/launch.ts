import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.js';
import { EmbeddedPostgresError } from './errors.js';
import { classifyFailure, lastLines, markLog, type StartFailure } from './log-file.js';
import { readPostmasterFile } from './postmaster-file.js';
import { clearPredecessor } from './predecessor.js';
import type { ProcessName } from './processes.js';
import { anotherService } from './service-lock.js';
import { host, postgresArguments } from './settings.js';
import { endWatch, startWatched, type Watched } from './watchdog.js';

export interface LaunchPlan {
  readonly home: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly postgres: string;
  readonly account: Account | null;
  readonly owner: ProcessName;
}

export interface Launched extends Watched {
  readonly port: number;
}

const folderWaitMs = 30_000;
const retryMs = 250;
const portTries = 5;
const readyWaitMs = 120_000;
const pollMs = 10;
const patienceMs = 3000;

/** Starts Postgres on the folder and waits until it takes connections; waits for an earlier one to go away. */
export async function launch(plan: LaunchPlan, log: (line: string) => void): Promise<Launched> {
  const giveUpAt = Date.now() + folderWaitMs;
  let portsTaken = 0;
  for (let waits = 0; ; waits++) {
    const earlier = await clearPredecessor(plan.dataFolder);
    if (earlier.kind === 'service') throw anotherService(plan.home, earlier.pid);
    if (earlier.kind === 'none') {
      const result = await attempt(plan, log);
      if ('launched' in result) return result.launched;
      if (result.failure === 'port-taken' && ++portsTaken < portTries) continue;
      if (result.failure !== 'folder-in-use') throw startFailed(plan, result.log);
    }
    if (Date.now() > giveUpAt) throw await folderHeld(plan);
    if (waits === 0) log(`waiting for an earlier Postgres to leave ${plan.dataFolder}`);
    await sleep(retryMs);
  }
}

type Attempt = { launched: Launched } | { failure: StartFailure; log: string };

async function attempt(plan: LaunchPlan, log: (line: string) => void): Promise<Attempt> {
  const port = await freePort();
  const { handle, since } = await markLog(plan.logFile);
  const command = [plan.postgres, ...postgresArguments(plan.dataFolder, port, plan.owner)];
  const watched = await startWatched(plan.account, command, handle.fd).finally(() => handle.close());
  if (await becomesReady(watched, plan, log)) return { launched: { ...watched, port } };
  const text = await since();
  return { failure: classifyFailure(text), log: text };
}

/** False when Postgres ended first. */
async function becomesReady(
  { pid, child }: Watched,
  plan: LaunchPlan,
  log: (line: string) => void,
): Promise<boolean> {
  const started = Date.now();
  let told = false;
  while (child.exitCode === null && child.signalCode === null) {
    const file = await readPostmasterFile(plan.dataFolder);
    // A lock file left by a killed Postgres says "ready" too: only the one of this process counts.
    if (file !== null && 'pid' in file && file.pid === pid && file.status === 'ready') return true;
    const waited = Date.now() - started;
    if (waited > patienceMs && !told) {
      told = true;
      log('Postgres is still starting; after a crash it replays its journal first');
    }
    if (waited > readyWaitMs) {
      endWatch(child);
      throw startFailed(plan, `not ready after ${readyWaitMs / 1000} s`);
    }
    await sleep(pollMs);
  }
  return false;
}

function startFailed(plan: LaunchPlan, text: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `Postgres did not start on ${plan.dataFolder}. The end of its log (${plan.logFile}):\n${lastLines(text)}`,
  );
}

async function folderHeld(plan: LaunchPlan): Promise<EmbeddedPostgresError> {
  const file = await readPostmasterFile(plan.dataFolder);
  const holder = file !== null && 'pid' in file ? `process ${file.pid}` : 'a process that left no number';
  return new EmbeddedPostgresError(
    `${holder} has held the data folder ${plan.dataFolder} for ${folderWaitMs / 1000} s. ` +
      'Stop it (SIGINT asks a Postgres for an orderly shutdown), or set WATTFACTOR_HOME to another folder.',
  );
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new EmbeddedPostgresError('no free TCP port');
  return address.port;
}
