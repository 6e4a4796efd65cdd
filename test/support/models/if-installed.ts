import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../service.js';

/** Set where the optional packages must be there, so that no suite is left out unseen. */
const REQUIRED = 'WATTFACTOR_TEST_EXECUTORS';

/** A suite that needs something which the service comes without: where that is absent it is left out, and that is said. */
export function describeIf(there: boolean, name: string, wayOut: string, suite: () => void): void {
  if (there) return describe(name, suite);
  // Jest does not name the tests of a file that is skipped as a whole
  process.stderr.write(`LEFT OUT: ${name}: ${wayOut}\n`);
  return describe.skip(name, suite);
}

export function describeIfInstalled(name: string, suite: () => void): void {
  const there = existsSync(join(root, 'node_modules', name, 'package.json'));
  const wayOut = `${name} is not installed: npm run install:executors`;
  if (!there && process.env[REQUIRED] === 'required') throw new Error(wayOut);
  describeIf(there, name, wayOut, suite);
}
