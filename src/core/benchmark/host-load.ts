import { groupBy } from '../collections.js';

/** Processor time of a whole machine since its boot, in clock ticks. */
export interface HostTicks {
  readonly busy: number;
  readonly idle: number;
  readonly steal: number;
}

/** The first line of `/proc/stat` (proc_stat(5)): user nice system idle iowait irq softirq steal. */
export function parseHostTicks(procStat: string): HostTicks | null {
  const line = /^cpu\s+(.*)$/m.exec(procStat)?.[1];
  if (line === undefined) return null;
  const [user, nice, system, idle, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .map(Number);
  if (user === undefined || nice === undefined || system === undefined || idle === undefined) return null;
  return { busy: user + nice + system + irq + softirq, idle: idle + iowait, steal };
}

/** One process in `/proc/<pid>/stat` (proc_pid_stat(5)); ticks include children that have ended. */
export interface ProcessTicks {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** The program's name in the second field may hold spaces and parentheses. */
export function parseProcessTicks(stat: string): ProcessTicks | null {
  const pid = Number.parseInt(stat, 10);
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent] = fields.slice(1);
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
  return Number.isFinite(pid) && parent !== undefined && Number.isFinite(ticks)
    ? { pid, parent, ticks }
    : null;
}

/** Ticks of a process and all that descend from it; null where the process is not there. */
export function treeTicks(processes: readonly ProcessTicks[], root: number): number | null {
  const children = groupBy(processes, ({ parent }) => parent);
  const own = processes.find(({ pid }) => pid === root);
  if (own === undefined) return null;
  let total = 0;
  const seen = new Set<number>();
  const queue = [own];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next.pid)) continue;
    seen.add(next.pid);
    total += next.ticks;
    queue.push(...(children.get(next.pid) ?? []));
  }
  return total;
}

/**
 * The workload's share of the time that the host's processors were busy, 0 to 1; null where they were not.
 * Both are counted in ticks, so the share is capped at 1.
 */
export function exclusivityOf(workloadS: number | null, hostBusyS: number | null): number | null {
  if (workloadS === null || hostBusyS === null || hostBusyS <= 0) return null;
  return Math.min(1, Math.max(0, workloadS / hostBusyS));
}

/** The share of processor time that went to other guests of the hypervisor between two readings, 0 to 1. */
export function stealShare(before: HostTicks, after: HostTicks): number | null {
  const steal = after.steal - before.steal;
  const total = after.busy - before.busy + after.idle - before.idle + steal;
  return total > 0 ? Math.max(0, steal) / total : null;
}

/** Below this exclusivity a reading holds other people's work: seen to double the energy of the same prompts. */
export const EXCLUSIVITY_NEEDED = 0.9;
