import { createHash } from 'node:crypto';
import { hardwareLabel, type Environment } from '../../../core/benchmark/index.js';
import { EXECUTORS } from '../executors/index.js';
import { METERS, meterOptions, probeMeters } from '../meters/index.js';
import { captureEnvironment } from '../protocol/index.js';

export interface Offers {
  /** Labels of executors, meters and the hardware. */
  readonly labels: readonly string[];
  readonly hardware: string;
  readonly environment: Environment;
}

/**
 * What this process has. Commands run with its rights, so they are offered only where its owner says so.
 *
 * @param runsCommands - whether jobs may name a program to run
 */
export async function offersHere(runsCommands: boolean): Promise<Offers> {
  const options = meterOptions();
  const [environment, meters, executors] = await Promise.all([
    captureEnvironment(options),
    probeMeters(options),
    Promise.all(EXECUTORS.map(async ({ name, probe }) => ({ name, availability: await probe() }))),
  ]);
  const hardware = fingerprint(environment);
  const usable = executors.filter(
    ({ name, availability }) => availability.available && (name !== 'command' || runsCommands),
  );
  const labels = [
    ...usable.map(({ name }) => `executor:${name}`),
    ...meters.filter(({ availability }) => availability.available).map(({ name }) => `meter:${name}`),
    hardwareLabel(hardware),
  ];
  return { labels, hardware, environment };
}

/** Every label that some worker may offer, without those of hardware. */
export const KNOWN_LABELS: readonly string[] = [
  ...EXECUTORS.map(({ name }) => `executor:${name}`),
  ...METERS.map(({ name }) => `meter:${name}`),
];

/** Alike for machines with the same processors, memory and GPUs: their figures may stand in one interval. */
function fingerprint({ cpuModel, logicalCpus, ramBytes, gpus }: Environment): string {
  const parts = [cpuModel, logicalCpus, Math.round(ramBytes / 2 ** 30), gpus.map(({ name }) => name)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
