import type { Scope } from '../../core/access/index.js';
import type { KeysService } from './keys.service.js';

/** Everything that working with the service needs; `admin` is made by hand where it is wanted. */
const FIRST_SCOPES: readonly Scope[] = ['runs:write', 'runs:publish', 'factors:publish', 'benchmarks:run'];

const HOW_TO_MAKE_ONE = 'npx wattfactor keys create --name NAME --scope runs:write';

/**
 * Where no key was ever made: the service's own database gets a first one, shown once. On a server given by
 * DATABASE_URL others may read the log, so there the lines say only how to make one.
 */
export async function firstKeyLines(keys: KeysService, ownDatabase: boolean, url: string): Promise<string[]> {
  if (await keys.any()) return [];
  if (!ownDatabase) return [`there is no API key yet, so writes are refused; make one: ${HOW_TO_MAKE_ONE}`];
  const { text } = await keys.create('first', FIRST_SCOPES);
  return [
    `made a first API key, shown only now, with the scopes ${FIRST_SCOPES.join(', ')}:`,
    `  export WATTFACTOR_KEY=${text}`,
    `  curl -X POST ${url}/v1/runs -H "X-API-Key: $WATTFACTOR_KEY" -H "Content-Type: application/json" -d @run.json`,
    `what run.json holds: docs/adding-runs.md; more keys: ${HOW_TO_MAKE_ONE}`,
  ];
}
