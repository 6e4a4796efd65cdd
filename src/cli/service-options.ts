import { Option, type Command } from 'commander';
import type { Scope } from '../core/access/index.js';

/** Where a service is and who asks it, for every command that speaks to one. */
export interface ServiceOptions {
  readonly url: string;
  readonly key?: string;
}

const LOCAL_SERVICE = 'http://127.0.0.1:3000';

export const addServiceOptions = (command: Command, scope: Scope): Command =>
  command
    .option('--url <url>', 'the service; else WATTFACTOR_URL', process.env['WATTFACTOR_URL'] || LOCAL_SERVICE)
    .addOption(new Option('--key <key>', `API key with the scope ${scope}`).env('WATTFACTOR_KEY'));

/** @throws Error with the way out, where there is no key or an empty one. */
export function requireKey({ key }: ServiceOptions): string {
  if (key) return key;
  throw new Error('an API key is needed: --key, or WATTFACTOR_KEY');
}

/** Of whatever Node's HTTP clients fail with; fetch hides the reason in the cause. */
export function unreachable(url: string, error: unknown): Error {
  const { message, code } = (error instanceof Error && error.cause ? error.cause : error) as {
    message: string;
    code?: string;
  };
  return new Error(`the service at ${url} does not answer (${message || code}); --url says where it is`, {
    cause: error,
  });
}
