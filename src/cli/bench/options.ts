import { InvalidArgumentError, Option, type Command } from 'commander';
import { DEFAULT_SETTINGS, type ProtocolSettings } from '../../core/benchmark/index.js';
import { DomainError } from '../../core/errors/index.js';
import { ENDPOINT_DIALECTS, EXECUTORS, type ExecutorOptions } from '../../modules/benchmark/index.js';
import { addServiceOptions, type ServiceOptions } from '../service-options.js';

/** Of `wattfactor bench`: what the executor takes by its own names, and the rest. */
export interface BenchOptions extends ExecutorOptions, ServiceOptions {
  readonly executor?: string;
  readonly dataset: string;
  readonly inferences: number;
  readonly batch: number;
  readonly maxRepetitions: number;
  readonly repetitionSeconds?: number;
  readonly target: number;
  readonly idle: number;
  readonly meter: string[];
  readonly pid?: number;
  readonly out?: string;
  readonly submit?: boolean;
}

export function addBenchOptions(command: Command): Command {
  return addOutcomeOptions(addProtocolOptions(addExecutorOptions(command)));
}

const addExecutorOptions = (command: Command): Command =>
  command
    .requiredOption('--task <slug>', 'such as text-classification')
    .option(
      '--executor <name>',
      `${EXECUTORS.map(({ name }) => name).join(', ')}; the one with a model for the task unless given`,
    )
    .option('--model <id>', 'model of a hub, a folder or a server')
    .option('--revision <revision>', 'pinned revision of a hub’s model')
    .option('--model-path <path>', 'folder with models, or a GGUF file')
    .option('--weight-precision <name>', 'such as fp32 or q8')
    .option('--synthetic', 'the weights are random: the runs are no factor of the named model')
    .option('--endpoint <url>', 'OpenAI-compatible server')
    .addOption(new Option('--dialect <name>', 'program of that server').choices(ENDPOINT_DIALECTS))
    .option('--stream', 'have that server stream its outputs')
    .option('--request-timeout-s <seconds>', 'longest wait for one of its answers', number)
    .option('--command <program...>', 'program and arguments of the command executor')
    .addOption(
      new Option('--command-protocol <name>', 'how it is spoken to').choices(['json-lines', 'exit-code']),
    )
    .option('--threads <n>', 'threads of the inference; one for each processor unless given', count)
    .option('--output-tokens <n>', 'new tokens of each output', count);

const addProtocolOptions = (command: Command): Command =>
  command
    .option(
      '--dataset <location>',
      'file, folder or package; file.csv#field names the field',
      'spam-assassin',
    )
    .option('-n, --inferences <n>', 'inferences of a repetition', count, DEFAULT_SETTINGS.inferences)
    .option('--batch <n>', 'inputs at a time', count, DEFAULT_SETTINGS.batchSize)
    .option('--max-repetitions <n>', 'give up after', count, DEFAULT_SETTINGS.maxRepetitions)
    .option('--repetition-seconds <s>', 'shortest repetition; by the meter’s period unless given', number)
    .option('--target <share>', 'half-width at which to stop', number, DEFAULT_SETTINGS.targetHalfWidth)
    .option('--idle <seconds>', 'how long the idle machine is metered', number, DEFAULT_SETTINGS.idleS)
    .option('--meter <names...>', 'meters to use together; the best there are unless given', [])
    .option('--pid <pid>', 'process of the server, to tell its share of the machine', count);

const addOutcomeOptions = (command: Command): Command =>
  addServiceOptions(
    command
      .option('--out <file>', 'write the runs as JSON, ready for POST /v1/runs and `wattfactor import`')
      .option('--submit', 'send the runs to a service; a terminal is asked unless given'),
    'runs:write',
  );

/** @throws DomainError `VALIDATION_FAILED` where none was named and none brings a model for the task. */
export function executorOf({ executor, task }: BenchOptions): string {
  const named = executor ?? EXECUTORS.find(({ tasks, models }) => models && tasks?.includes(task))?.name;
  if (named !== undefined) return named;
  const message = `no executor brings a model for ${task}: name one with --executor`;
  throw DomainError.field('VALIDATION_FAILED', 'executor', message);
}

export const settingsOf = (options: BenchOptions): ProtocolSettings => ({
  inferences: options.inferences,
  batchSize: options.batch,
  minRepetitions: Math.min(DEFAULT_SETTINGS.minRepetitions, options.maxRepetitions),
  maxRepetitions: options.maxRepetitions,
  targetHalfWidth: options.target,
  minRepetitionS: options.repetitionSeconds ?? DEFAULT_SETTINGS.minRepetitionS,
  idleS: options.idle,
});

function count(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function number(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number.');
}
