import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import type { Environment, GpuDescription } from '../../../core/benchmark/index.js';
import { projectRoot } from '../../../database/seed/data-folder.js';
import { version } from '../../../version.js';
import type { MeterOptions } from '../meters/index.js';

const execute = promisify(execFile);
const GOVERNOR = '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor';

/** The machine and the service as they are now; what cannot be found out is null. */
export async function captureEnvironment(
  options: Pick<MeterOptions, 'nvidiaSmi' | 'gpus'>,
): Promise<Environment> {
  const [gpus, governor, serviceRevision] = await Promise.all([
    nvidiaGpus(options),
    readFile(GOVERNOR, 'utf8').catch(() => null),
    gitRevision(),
  ]);
  const processors = cpus();
  return {
    cpuModel: processors[0]?.model.trim() || null,
    logicalCpus: processors.length,
    ramBytes: totalmem(),
    gpus: gpus.map(({ name, uuid }) => ({ name, uuid })),
    gpuDriver: gpus[0]?.driver ?? null,
    os: `${type()} ${release()}`,
    node: process.version,
    governor: governor?.trim() ?? null,
    serviceVersion: version(),
    serviceRevision,
  };
}

async function nvidiaGpus({
  nvidiaSmi,
  gpus,
}: Pick<MeterOptions, 'nvidiaSmi' | 'gpus'>): Promise<(GpuDescription & { driver: string })[]> {
  const query = ['--query-gpu=index,name,uuid,driver_version', '--format=csv,noheader'];
  const shown = await execute(nvidiaSmi, query, { timeout: 10_000 }).catch(() => null);
  const rows = (shown?.stdout ?? '').split('\n').map((line) => line.split(',').map((cell) => cell.trim()));
  return rows.flatMap(([index, name, uuid, driver]) => {
    const wanted = gpus === null || gpus.includes(Number(index));
    return name && uuid && driver && wanted ? [{ name, uuid, driver }] : [];
  });
}

/** From the build's `WATTFACTOR_GIT_REVISION`, else from the working tree with a `+` where it has changes. */
async function gitRevision(): Promise<string | null> {
  const stamp = process.env['WATTFACTOR_GIT_REVISION'];
  if (stamp) return stamp;
  const git = async (...args: string[]): Promise<string> =>
    (await execute('git', args, { cwd: projectRoot(), timeout: 10_000 })).stdout.trim();
  try {
    if (await git('rev-parse', '--show-prefix')) return null; // A repository around the service is not its own.
    const revision = await git('rev-parse', 'HEAD');
    return (await git('status', '--porcelain', '--untracked-files=no')) === '' ? revision : `${revision}+`;
  } catch {
    return null;
  }
}
