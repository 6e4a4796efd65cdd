// Time from starting the service to its first answered estimate: a first start, which loads the measured data into a
// database of its own, and second ones.
//   npm run bench:start
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECOND_STARTS = 3;
const ESTIMATE = {
  workloads: [
    { task: 'text-generation', users: 10_000_000, inferencesPerUserPerDay: 1, zone: 'USA', pue: 1 },
  ],
};

async function start(home) {
  const began = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'dist', 'src', 'main.js')], {
    env: { ...process.env, PORT: '0', WATTFACTOR_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    const [, url] = /listens on (http:\/\/\S+)/.exec(printed) ?? [];
    if (!url) continue;
    const listening = performance.now() - began;
    const answer = await fetch(`${url}/v1/estimates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ESTIMATE),
    });
    await answer.json();
    const answered = performance.now() - began;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    return { listening, answered, status: answer.status };
  }
  throw new Error(`the service ended:\n${printed}`);
}

const seconds = (ms) => `${(ms / 1_000).toFixed(2)} s`;
const home = await mkdtemp(join(tmpdir(), 'wattfactor-bench-'));
try {
  for (let n = 0; n <= SECOND_STARTS; n += 1) {
    const { listening, answered, status } = await start(home);
    const what = n === 0 ? 'first start ' : 'second start';
    console.log(
      `${what}: listens after ${seconds(listening)}, first estimate after ${seconds(answered)} (${status})`,
    );
  }
} finally {
  await rm(home, { recursive: true, force: true });
}
