import { DomainError } from '../../../core/errors/index.js';

/**
 * The address of a server, which everyone may see who may list benchmarks: it must hold no secret.
 *
 * @throws DomainError `VALIDATION_FAILED` naming `endpoint`; what it says does not repeat the address.
 */
export function endpointAddress(endpoint: string): URL {
  const refuse = (message: string): never => {
    throw DomainError.field('VALIDATION_FAILED', 'endpoint', message);
  };
  if (!/^https?:/i.test(endpoint) || !URL.canParse(endpoint)) {
    return refuse('endpoint must be an address that starts with http:// or https://');
  }
  const url = new URL(endpoint);
  if (url.username || url.password || /[?#]/.test(endpoint)) {
    return refuse(
      'endpoint must be without user, password, query and fragment, since it is shown with the benchmark: the worker sends the key in WATTFACTOR_ENDPOINT_KEY to the server at WATTFACTOR_ENDPOINT_URL',
    );
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  return url;
}

/** The key of the worker's owner, for the owner's server alone: whoever orders a benchmark may name any other. */
export function keyFor({ origin }: URL, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { WATTFACTOR_ENDPOINT_KEY: key, WATTFACTOR_ENDPOINT_URL: server = '' } = env;
  return URL.canParse(server) && new URL(server).origin === origin ? key : undefined;
}
