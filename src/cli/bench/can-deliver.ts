import { access, constants, open, rm, stat } from 'node:fs/promises';
import type { ServiceOptions } from '../service-options.js';
import type { HandOver } from './hand-over.js';
import { sendRuns } from './send-runs.js';

/**
 * Asks, before minutes are spent on measuring, whether what comes of it can be handed over as was asked.
 *
 * @throws Error with the way out.
 */
export async function requireDeliverable(to: HandOver): Promise<void> {
  if (to.out !== undefined) await requireWritable(to.out);
  if (to.submit) await requireTaken(to);
}

/** A file that is there keeps its content, and none is left where there was none. */
async function requireWritable(path: string): Promise<void> {
  try {
    if (await created(path)) return await rm(path);
    if ((await stat(path)).isDirectory()) throw new Error('it is a folder');
    await access(path, constants.W_OK);
  } catch (error) {
    throw new Error(`${path} cannot be written (${(error as Error).message}); --out takes another file`, {
      cause: error,
    });
  }
}

async function created(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

const LONGEST_WAIT_MS = 30_000;

/** A list without runs is refused as empty, which is said only to a key that may send runs; nothing is stored. */
async function requireTaken(service: ServiceOptions): Promise<void> {
  const { body, words } = await sendRuns([], service, AbortSignal.timeout(LONGEST_WAIT_MS));
  if (body['code'] === 'VALIDATION_FAILED') return;
  throw new Error(`the runs could not be submitted: ${words}`);
}
