import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { leastBusy, withPinnedThreads } from './pin-threads.js';

const allowedIn = (status: string): string => /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '';
const allowedHere = (): string => allowedIn(readFileSync('/proc/self/status', 'utf8'));
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('pinning on Linux, by the kernel’s own account', () => {
  it('binds this thread and the programs that it starts, and lets go afterwards', async () => {
    const before = allowedHere();
    await withPinnedThreads(1, async (cpus) => {
      expect(cpus).toHaveLength(1);
      expect(allowedHere()).toBe(String(cpus?.[0]));
      expect(allowedIn(execFileSync('cat', ['/proc/self/status'], { encoding: 'utf8' }))).toBe(allowedHere());
    });
    expect(allowedHere()).toBe(before);
  });

  it('lets go also where the benchmark fails', async () => {
    const before = allowedHere();
    await expect(withPinnedThreads(1, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(allowedHere()).toBe(before);
  });

  it('takes every processor that it may where threads are as many or more', async () => {
    const cpus = await withPinnedThreads(10_000, async (bound) => bound);
    expect(cpus).toHaveLength(availableParallelism());
  });
});

it('binds nothing where the inference runs elsewhere', async () => {
  expect(await withPinnedThreads(null, async (cpus) => cpus)).toBeNull();
});

it('prefers processors that are idle', () => {
  const busy = new Map([
    [0, 90],
    [1, 5],
    [2, 100],
    [3, 0],
  ]);
  expect(leastBusy([0, 1, 2, 3], 2, busy)).toEqual([1, 3]);
  expect(leastBusy([0, 2], 1, busy)).toEqual([0]);
});
