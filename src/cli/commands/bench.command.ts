import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { checkSettings, endFlags, runDrafts, withFlags } from '../../core/benchmark/index.js';
import {
  captureEnvironment,
  chooseMeter,
  createExecutor,
  meterOptions,
  openDataset,
  parseDatasetSpec,
  prepareInputs,
  requireMeterFor,
  runProtocol,
  withPinnedThreads,
  type MeterOptions,
  type Outcome,
  type OutcomeStatus,
  type PreparedInputs,
} from '../../modules/benchmark/index.js';
import { toRunInput } from '../../modules/ingestion/index.js';
import { requireDeliverable } from '../bench/can-deliver.js';
import { addBenchOptions, executorOf, settingsOf, type BenchOptions } from '../bench/options.js';
import { progressDisplay } from '../bench/progress.js';
import { handOver } from '../bench/hand-over.js';
import { summaryOf } from '../bench/summary.js';
import { untilTold } from '../until-told.js';

/** What a script can tell from the exit code; 1 is for a command that could not begin, 5 for runs not handed over. */
const EXIT_CODES: Record<OutcomeStatus, number> = {
  converged: 0,
  'not-converged': 2,
  unmetered: 0,
  cancelled: 130,
  partial: 3,
  failed: 4,
};

/** `wattfactor bench` */
export function addBench(program: Command): void {
  addBenchOptions(program.command('bench'))
    .description('run inferences on this machine, metered, until the interval is narrow')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 could not begin, 2 interval still wide, 3 partial, 4 failed, 5 not submitted or written, 130 cancelled',
    )
    .action(bench);
}

async function bench(options: BenchOptions): Promise<void> {
  const metering = meterOptions(
    process.env,
    options.pid === undefined ? {} : { workload: { pid: options.pid } },
  );
  const settings = checkSettings(settingsOf(options));
  await requireDeliverable(options);
  const inputs = await prepareInputs(openDataset(parseDatasetSpec(options.dataset)), settings.inferences);
  const { outcome, pinnedCpus } = await measure(options, metering, inputs);
  for (const line of await summaryOf(options.task, outcome)) console.log(line);
  process.exitCode = EXIT_CODES[outcome.status];
  if (outcome.model === null) return;
  const jobId = randomUUID();
  const context = {
    ...{ jobId, task: options.task, unit: 'inference' as const },
    ...{ model: outcome.model, inputs: inputs.description, batchSize: settings.batchSize, pinnedCpus },
    environment: await captureEnvironment(metering),
    ...{ gpusActive: null, country: null, region: null, load: outcome.load },
  };
  const repetitions = withFlags(outcome.repetitions, [...outcome.flags, ...endFlags(outcome.status)]);
  await handOver(jobId, runDrafts(context, repetitions).map(toRunInput), options);
}

async function measure(
  options: BenchOptions,
  metering: MeterOptions,
  inputs: PreparedInputs,
): Promise<{ outcome: Outcome; pinnedCpus: readonly number[] | null }> {
  const meter = await chooseMeter(options.meter, metering);
  const executor = createExecutor(executorOf(options), options);
  await requireMeterFor(executor, meter);
  const controller = new AbortController();
  void untilTold('SIGINT', 'SIGTERM', 'SIGHUP').then(() => controller.abort());
  const display = progressDisplay();
  return withPinnedThreads(executor.threads, async (pinnedCpus) => {
    const outcome = await runProtocol({
      ...{ executor, meter, inputs, settings: settingsOf(options) },
      workloadNamed: options.pid !== undefined,
      onRepetition: async () => {},
      onProgress: display.show,
      signal: controller.signal,
    });
    display.stop();
    return { outcome, pinnedCpus };
  });
}
