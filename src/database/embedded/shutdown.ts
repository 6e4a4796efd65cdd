import { setTimeout as sleep } from 'node:timers/promises';
import { runAs } from './account.js';
import type { Launched } from './launch.js';
import { askToStop } from './predecessor.js';
import { processMark } from './processes.js';
import { endWatch } from './watchdog.js';

const pollMs = 10;
const patienceMs = 30_000;

/** Stops Postgres in order and resolves when its process is gone. */
export async function shutDown({ pid, child }: Launched, pgCtl: string, dataFolder: string): Promise<void> {
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const gone = async () => ended() && (await processMark(pid)) === null;
  const hurryAt = Date.now() + patienceMs;
  let hurried = false;
  endWatch(child);
  if (process.platform === 'win32') await runAs(null, pgCtl, ['stop', '-D', dataFolder, '-m', 'fast']);
  // Only when somebody killed the watchdog is Postgres ours to signal.
  else if (ended()) askToStop(pid);
  while (!(await gone())) {
    if (Date.now() > hurryAt && !hurried) {
      hurried = true;
      // Immediate shutdown: no data is lost, the next start replays the journal.
      askToStop(pid, 'SIGQUIT');
    }
    await sleep(pollMs);
  }
}
