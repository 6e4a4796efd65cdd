import { writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DEFAULT_SETTINGS, endFlags, runDrafts, withFlags } from '../../core/benchmark/index.js';
import {
  captureEnvironment,
  chooseMeter,
  createExecutor,
  EXECUTORS,
  meterOptions,
  openDataset,
  parseDatasetSpec,
  prepareInputs,
  runProtocol,
  type OutcomeStatus,
} from '../../modules/benchmark/index.js';
import { toRunInput } from '../../modules/ingestion/index.js';
import { progressDisplay } from '../bench/progress.js';
import { offerToSubmit } from '../bench/submit.js';
import { summaryOf } from '../bench/summary.js';

interface BenchOptions {
  readonly task: string;
  readonly executor: string;
  readonly model?: string;
  readonly revision?: string;
  readonly modelPath?: string;
  readonly endpoint?: string;
  readonly command?: string[];
  readonly dataset: string;
  readonly inferences: number;
  readonly batch: number;
  readonly maxRepetitions: number;
  readonly idle: number;
  readonly threads?: number;
  readonly outputTokens?: number;
  readonly meter: string[];
  readonly pid?: number;
  readonly out?: string;
  readonly submit?: boolean;
  readonly url: string;
  readonly key?: string;
}

/** What a script can tell from the exit code; 1 is for a command that could not begin. */
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
  program
    .command('bench')
    .description('run inferences on this machine, metered, until the interval is narrow')
    .requiredOption('--task <slug>', 'such as text-classification')
    .option('--executor <name>', EXECUTORS.map(({ name }) => name).join(', '), 'lande')
    .option('--model <id>', 'model of a hub, a folder or a server')
    .option('--revision <revision>', 'pinned revision of a hub’s model')
    .option('--model-path <path>', 'folder with models, or a GGUF file')
    .option('--endpoint <url>', 'OpenAI-compatible server')
    .option('--command <program...>', 'program and arguments of the command executor')
    .option(
      '--dataset <location>',
      'file, folder or package; file.csv#field names the field',
      'spam-assassin',
    )
    .option('-n, --inferences <n>', 'inferences of a repetition', count, DEFAULT_SETTINGS.inferences)
    .option('--batch <n>', 'inputs at a time', count, DEFAULT_SETTINGS.batchSize)
    .option('--max-repetitions <n>', 'give up after', count, DEFAULT_SETTINGS.maxRepetitions)
    .option('--idle <seconds>', 'how long the idle machine is metered', count, DEFAULT_SETTINGS.idleS)
    .option('--threads <n>', 'threads of the inference', count)
    .option('--output-tokens <n>', 'new tokens of each output', count)
    .option('--meter <names...>', 'meters to use together; the best there are unless given', [])
    .option('--pid <pid>', 'process of the server, to tell its share of the machine', count)
    .option('--out <file>', 'write the runs as JSON, ready for POST /v1/runs')
    .option('--submit', 'send the runs to a service; a terminal is asked unless given')
    .option('--url <url>', 'of the service', 'http://127.0.0.1:3000')
    .addOption(new Option('--key <key>', 'API key with the scope runs:write').env('WATTFACTOR_KEY'))
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 could not begin, 2 interval still wide, 3 partial, 4 failed, 5 not submitted, 130 cancelled',
    )
    .action(bench);
}

async function bench(options: BenchOptions): Promise<void> {
  const metering = meterOptions(
    process.env,
    options.pid === undefined ? {} : { workload: { pid: options.pid } },
  );
  const meter = await chooseMeter(options.meter, metering);
  const executor = createExecutor(options.executor, options);
  const inputs = await prepareInputs(openDataset(parseDatasetSpec(options.dataset)), options.inferences);
  const settings = {
    ...DEFAULT_SETTINGS,
    inferences: options.inferences,
    batchSize: options.batch,
    maxRepetitions: options.maxRepetitions,
    minRepetitions: Math.min(DEFAULT_SETTINGS.minRepetitions, options.maxRepetitions),
    idleS: options.idle,
  };
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  const display = progressDisplay();
  const outcome = await runProtocol({
    executor,
    meter,
    inputs,
    settings,
    workloadNamed: options.pid !== undefined,
    onRepetition: async () => {},
    onProgress: display.show,
    signal: controller.signal,
  });
  display.stop();
  for (const line of await summaryOf(options.task, outcome)) console.log(line);
  process.exitCode = EXIT_CODES[outcome.status];
  if (outcome.model === null) return;
  const context = {
    jobId: randomUUID(),
    task: options.task,
    unit: 'inference' as const,
    model: outcome.model,
    inputs: inputs.description,
    environment: await captureEnvironment(metering),
    batchSize: options.batch,
    gpusActive: null,
    country: null,
    region: null,
    load: outcome.load,
  };
  const repetitions = withFlags(outcome.repetitions, [...outcome.flags, ...endFlags(outcome.status)]);
  const runs = runDrafts(context, repetitions).map(toRunInput);
  if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify(runs, null, 2)}\n`);
  await offerToSubmit(runs, options);
}

function count(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
