import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { DomainError } from '../../../core/errors/index.js';

/** Where models are fetched from and kept. */
export interface Hub {
  /** Ends with a slash. */
  readonly url: string;
  readonly cache: string;
}

/** From `WATTFACTOR_HUB_URL` and `WATTFACTOR_MODEL_CACHE`; else Hugging Face's, and the user's folder of caches. */
export function hubOf(env: NodeJS.ProcessEnv = process.env): Hub {
  const url = env['WATTFACTOR_HUB_URL'] || 'https://huggingface.co/';
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    const message = `WATTFACTOR_HUB_URL must be an address that starts with http, not ${url}`;
    throw DomainError.field('OUT_OF_RANGE', 'WATTFACTOR_HUB_URL', message);
  }
  const caches = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const cache = env['WATTFACTOR_MODEL_CACHE'] || join(caches, 'wattfactor', 'models');
  return { url: `${url.replace(/\/+$/, '')}/`, cache: resolve(cache) };
}

/**
 * The same request with the token of Hugging Face only where it is for Hugging Face, in secret. The library sends it
 * without TLS as well, and to hf.co.
 */
export function hubRequest(url: string | URL, request: RequestInit = {}): Request {
  const asked = new Request(url, request);
  const { protocol, host } = new URL(asked.url);
  if (protocol !== 'https:' || host !== 'huggingface.co') asked.headers.delete('authorization');
  return asked;
}

/** Branches and tags move; a commit does not. */
export function requirePinned(revision: string): void {
  if (/^[0-9a-f]{40}$/.test(revision)) return;
  const message = `revision must be the commit of the model’s repository, 40 hexadecimal digits, since branches and tags move; it is ${JSON.stringify(revision)}`;
  throw DomainError.field('VALIDATION_FAILED', 'revision', message);
}
