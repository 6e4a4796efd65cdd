import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DomainError } from '../../../core/errors/index.js';
import { messageOf, type ExecutorAvailability } from './executor.js';
import { packageFolder, packageVersion } from './packages.js';

/** What the service comes without, for its size; the versions are those that the executors were run with. */
const PACKAGES = { '@huggingface/transformers': '4.3.1', 'node-llama-cpp': '3.22.1' } as const;

export type OptionalPackage = keyof typeof PACKAGES;

/** Longest wait for a package that is loaded to see whether it loads, ms. */
const PATIENCE_MS = 30_000;

/**
 * The command that installs a package beside the service. npm takes away what package.json does not name whenever
 * it installs something else, so the others that are there are named with it. Install scripts are left out: one
 * downloads from a host that a closed network refuses, and none is needed.
 */
export function installLine(
  wanted: OptionalPackage,
  isThere = (name: string) => packageFolder(name) !== null,
): string {
  const named = Object.entries(PACKAGES).filter(([name]) => name === wanted || isThere(name));
  const packages = named.map(([name, version]) => `${name}@${version}`).join(' ');
  return `npm install --no-save --ignore-scripts ${packages}`;
}

/** @throws DomainError `EXECUTOR_UNAVAILABLE` with the command that installs it. */
export async function importOptional<T>(name: OptionalPackage, load: () => Promise<T>): Promise<T> {
  return load().catch((error: unknown) => {
    const message = `${name} cannot be loaded: ${messageOf(error)}. Install it beside the service: ${installLine(name)}`;
    throw new DomainError('EXECUTOR_UNAVAILABLE', message);
  });
}

/**
 * Whether a package is there and loads. A process of its own tries it, so that this one stays small until a model
 * is wanted, and a library that crashes takes nobody with it.
 *
 * @param statement - what must succeed, as a statement of an ES module
 */
export async function probeOptional(name: OptionalPackage, statement: string): Promise<ExecutorAvailability> {
  const folder = packageFolder(name);
  const remedy = installLine(name);
  if (folder === null) return { available: false, reason: `${name} is not installed (optional)`, remedy };
  const problem = await problemWith(folder, statement);
  if (problem !== null) return { available: false, reason: `${name} does not load: ${problem}`, remedy };
  return { available: true, details: `${name} ${await packageVersion(name)}` };
}

/** The first line that names an error; null where there was none. */
async function problemWith(folder: string, statement: string): Promise<string | null> {
  // node-llama-cpp forks itself to try its library, with this process's own arguments unless there are none
  const program = `process.execArgv.length = 0; ${statement}; process.exit(0)`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PATIENCE_MS,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code === 0) return null;
  const line = said.split('\n').find((text) => /^\S*Error\b/.test(text));
  return line?.trim() ?? `it ended with ${signal ?? code}`;
}
