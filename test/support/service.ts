import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterSuite } from './cleanup.js';
import { createDatabase } from './database.js';
import { send, sendBytes } from './http.js';
import type { Reply, Sent } from './http.js';

export const root = join(__dirname, '..', '..');
const preload = pathToFileURL(join(__dirname, 'die-with-parent.mjs')).href;

export interface Options {
  /** A server's database; without it and without a home, a fresh copy of the seeded one. */
  readonly databaseUrl?: string;
  /** Where the service keeps a Postgres of its own. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly status: number;
    readonly errors: readonly { readonly field: string; readonly suggestions?: readonly string[] }[];
  };
}

export interface GraphqlAnswer<T> {
  readonly data: T;
  readonly errors?: readonly GraphqlError[];
}

/** A started process that may not be ready, or never become so. */
export interface Launched {
  readonly pid: number;
  readonly listening: Promise<string>;
  readonly exited: Promise<Exit>;
  output(): string;
  signal(signal: NodeJS.Signals): Promise<Exit>;
}

export interface Service {
  readonly url: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Everything that it printed so far. */
  output(): string;
  get<T = unknown>(path: string, headers?: Record<string, string>): Promise<Reply<T>>;
  /** Text is sent as it is, anything else as JSON. */
  post<T = unknown>(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  request<T = unknown>(path: string, sent: Sent): Promise<Reply<T>>;
  graphql<T>(query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer<T>>;
  /** Bytes on the wire and whatever comes back. */
  raw(bytes: string | Buffer): Promise<string>;
  /** SIGTERM. */
  stop(): Promise<Exit>;
  /** SIGKILL. */
  kill(): Promise<Exit>;
}

export function launchService({ databaseUrl, home, env }: Options): Launched {
  const { DATABASE_URL: _url, WATTFACTOR_HOME: _home, LOG_LEVEL: _level, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', preload, join(root, 'dist', 'src', 'main.js')], {
    cwd: root,
    env: {
      ...inherited,
      PORT: '0',
      // suites that need no benchmarks are spared the queue's polling
      WATTFACTOR_WORKER: 'off',
      // suites may be in a hurry
      REQUESTS_PER_MINUTE: '0',
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      ...(home && { WATTFACTOR_HOME: home }),
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let printed = '';
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }) as Exit);
  const listening = new Promise<string>((resolve, reject) => {
    const collect = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const [, url] = /listens on (http:\/\/\S+)/.exec(printed) ?? [];
      if (url) resolve(url);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('close', (code) => reject(new Error(`the service ended with ${code}:\n${printed}`)));
  });
  // not everybody waits for a service to be ready
  listening.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  const signal = (name: NodeJS.Signals) => {
    child.kill(name);
    return exited;
  };
  afterSuite(() => (child.exitCode === null && child.signalCode === null ? signal('SIGTERM') : exited));
  return { pid: child.pid ?? 0, listening, exited, output: () => printed, signal };
}

/** Starts the built service on a free port and resolves when it answers. */
export async function startService(options: Options = {}): Promise<Service> {
  const own = options.databaseUrl || options.home ? {} : { databaseUrl: await createDatabase() };
  const launched = launchService({ ...options, ...own });
  const url = await launched.listening;
  const { pid, exited, output, signal } = launched;
  const post = <T>(path: string, body: unknown, headers: Record<string, string> = {}) =>
    send<T>(url, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url,
    pid,
    exited,
    output,
    get: (path, headers) => send(url, path, { headers }),
    post,
    request: (path, sent) => send(url, path, sent),
    graphql: async <T>(query: string, variables?: Record<string, unknown>) =>
      (await post<GraphqlAnswer<T>>('/graphql', { query, variables })).body,
    raw: (bytes) => sendBytes(url, bytes),
    stop: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
  };
}
