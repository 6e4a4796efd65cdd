import { readConfig } from '../../../common/config/config.js';
import type { ApiKey } from '../../auth/index.js';

const KEYLESS_CLIENT: ApiKey = { id: 'codecarbon', name: 'CodeCarbon client without a key', scopes: [] };

let taken: boolean | null = null;

/** CodeCarbon 2.6.0 to 2.7.1 and its hook send no key; they are taken only where CODECARBON_ANONYMOUS says so. */
export function keylessClient(): ApiKey | null {
  taken ??= readConfig().CODECARBON_ANONYMOUS === 'true';
  return taken ? KEYLESS_CLIENT : null;
}
