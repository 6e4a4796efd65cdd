import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchmarkDto } from '../../../src/modules/benchmark/jobs/benchmark.dto.js';
import { eventually } from '../eventually.js';
import type { Reply } from '../http.js';
import { withKey } from '../keys.js';
import { root, type Service } from '../service.js';

export const SHORT = { inferences: 10, maxRepetitions: 2, targetHalfWidth: 1, idleS: 0, minRepetitionS: 0 };

export const LANDE = {
  task: 'text-classification',
  executor: 'lande',
  dataset: 'spam-assassin',
  meters: ['none'],
  settings: SHORT,
};

/** A worker takes its time to start, and a queue to try again. */
const PATIENCE_MS = 60_000;

export const ended = ({ status }: BenchmarkDto): boolean => !['queued', 'running'].includes(status);

/** Orders and looks after benchmarks with one key. */
export function ordering(service: Service, key: string) {
  const order = (over: object): Promise<Reply<BenchmarkDto>> =>
    service.post<BenchmarkDto>('/v1/benchmarks', { ...LANDE, ...over }, withKey(key));
  const one = async (id: string): Promise<BenchmarkDto> =>
    (await service.get<BenchmarkDto>(`/v1/benchmarks/${id}`)).body;
  const until = (id: string, fits: (job: BenchmarkDto) => boolean): Promise<BenchmarkDto> =>
    eventually(() => one(id), fits, PATIENCE_MS);
  const run = async (over: object): Promise<BenchmarkDto> => {
    const { status, text, body } = await order(over);
    expect([status, text]).toEqual([202, expect.any(String)]);
    return until(body.id, ended);
  };
  const cancel = (id: string): Promise<Reply<BenchmarkDto>> =>
    service.post<BenchmarkDto>(`/v1/benchmarks/${id}/cancel`, {}, withKey(key));
  return { order, one, until, run, cancel };
}

const running: (() => Promise<unknown>)[] = [];

/** Every worker that a test started and did not stop itself. */
export const stopWorkers = (): Promise<unknown> => Promise.all(running.splice(0).map((stop) => stop()));

/**
 * `wattfactor worker` as a process of its own; resolves when it takes jobs. It is patient, so that a busy machine
 * does not look like a dead worker.
 */
export async function startWorker(databaseUrl: string, env: Record<string, string> = {}) {
  const preload = pathToFileURL(join(root, 'test', 'support', 'die-with-parent.mjs')).href;
  const main = join(root, 'dist', 'src', 'cli', 'main.js');
  const child = spawn(process.execPath, ['--import', preload, main, 'worker'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl, WATTFACTOR_WORKER_DEAD_AFTER_S: '600', ...env },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  let printed = '';
  const exited = once(child, 'exit');
  const signal = (name: NodeJS.Signals): Promise<unknown> => {
    child.kill(name);
    return exited;
  };
  running.push(() => (child.exitCode === null && child.signalCode === null ? signal('SIGTERM') : exited));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes(' offers ')) resolve();
    });
    void exited.then(([code]) => reject(new Error(`the worker ended with ${code}: ${printed}`)));
  });
  return { pid: child.pid ?? 0, signal };
}
