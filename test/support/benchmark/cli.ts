import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../service.js';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `wattfactor bench` in no terminal and in a folder of its own. */
export function benchCli(folder: string, over: Readonly<Record<string, string>> = {}) {
  const main = join(root, 'dist', 'src', 'cli', 'main.js');
  const start = (...parameters: string[]) => {
    const { WATTFACTOR_URL: _url, WATTFACTOR_KEY: _key, ...inherited } = process.env;
    const child = spawn(process.execPath, [main, 'bench', ...parameters], {
      cwd: folder,
      env: { ...inherited, WATTFACTOR_CPU_TDP_W: '100', ...over },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...said }));
    return { pid: child.pid ?? 0, ended, interrupt: () => child.kill('SIGINT'), said: () => ({ ...said }) };
  };
  return { start, bench: (...parameters: string[]): Promise<Ended> => start(...parameters).ended };
}
