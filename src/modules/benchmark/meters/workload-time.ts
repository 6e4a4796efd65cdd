import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProcessTicks, treeTicks, type ProcessTicks } from '../../../core/benchmark/index.js';
import type { MeterOptions } from './options.js';

/** Ticks of a second in /proc: USER_HZ, 100 on every Linux that Node runs on. */
export const TICKS_PER_S = 100;

/** Processor time of a workload since its start, with its smallest step. */
export interface WorkloadTime {
  readonly cpuTimeS: number;
  readonly stepS: number;
  /** Whether the time of child processes is in it. */
  readonly withChildren: boolean;
}

/** The processor time of the workload, children included; null where the system does not tell. */
export async function workloadTime(options: MeterOptions): Promise<WorkloadTime | null> {
  const { workload } = options;
  if ('cgroup' in workload) return cgroupTime(workload.cgroup);
  const ticks = await processTreeTicks(options.procRoot, workload.pid);
  if (ticks !== null) return { cpuTimeS: ticks / TICKS_PER_S, stepS: 1 / TICKS_PER_S, withChildren: true };
  if (workload.pid !== process.pid) return null;
  const { user, system } = process.cpuUsage();
  return { cpuTimeS: (user + system) / 1e6, stepS: 1e-6, withChildren: false };
}

/** `usage_usec` of cgroup v2's `cpu.stat`. */
async function cgroupTime(folder: string): Promise<WorkloadTime | null> {
  const text = await readFile(join(folder, 'cpu.stat'), 'utf8').catch(() => '');
  const usage = /^usage_usec (\d+)$/m.exec(text)?.[1];
  return usage === undefined ? null : { cpuTimeS: Number(usage) / 1e6, stepS: 1e-6, withChildren: true };
}

async function processTreeTicks(procRoot: string, root: number): Promise<number | null> {
  const names = await readdir(procRoot).catch(() => []);
  const stats = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((pid) => statOf(procRoot, pid)),
  );
  return treeTicks(
    stats.filter((stat) => stat !== null),
    root,
  );
}

/** Processes come and go between listing and reading. */
async function statOf(procRoot: string, pid: string): Promise<ProcessTicks | null> {
  return parseProcessTicks(await readFile(join(procRoot, pid, 'stat'), 'utf8').catch(() => ''));
}
