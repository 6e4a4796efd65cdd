import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../service.js';

/** Set where the optional packages must be there, so that no suite is left out unseen. */
const REQUIRED = 'WATTFACTOR_TEST_EXECUTORS';

/** A suite that needs something which the service comes without: left out where it is absent, with the way out in its name. */
export function describeIf(there: boolean, name: string, wayOut: string, suite: () => void): void {
  if (there) return describe(name, suite);
  if (process.env[REQUIRED] === 'required') throw new Error(`${name} cannot be tested: ${wayOut}`);
  return describe.skip(`${name} (left out: ${wayOut})`, suite);
}

export const describeIfInstalled = (name: string, suite: () => void): void =>
  describeIf(
    existsSync(join(root, 'node_modules', name, 'package.json')),
    name,
    `${name} is not installed: npm run install:executors`,
    suite,
  );
