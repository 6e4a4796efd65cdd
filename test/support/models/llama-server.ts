import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterSuite } from '../cleanup.js';
import { eventually } from '../eventually.js';

/** llama.cpp's server on a free port; resolves when the model is loaded. */
export async function startLlamaServer(program: string, model: string) {
  const port = await freePort();
  const options = ['--host', '127.0.0.1', '--port', String(port), '--ctx-size', '8192', '--parallel', '2'];
  const child = spawn(program, ['--model', model, '--threads', '1', ...options], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const kill = (): Promise<unknown> => {
    child.kill('SIGKILL');
    return exited;
  };
  afterSuite(() => (child.exitCode === null && child.signalCode === null ? kill() : exited));
  const healthy = async (): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok ?? false;
  await eventually(healthy, (ok) => ok);
  return { url: `http://127.0.0.1:${port}/v1`, pid: child.pid ?? 0, kill };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
