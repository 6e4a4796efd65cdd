import { checkSettings, DEFAULT_SETTINGS, type ProtocolSettings } from '../../../core/benchmark/index.js';
import { createExecutor, type ExecutorOptions } from '../executors/index.js';
import { requireMeters } from '../meters/index.js';
import type { BenchmarkInput, BenchmarkSettingsInput } from './benchmark.input.js';
import type { JobRequest } from './job.entity.js';

const DEFAULT_ATTEMPTS = 3;

/** The order with its defaults, once everything that can be told without the worker's machine is right. */
export function toJobRequest(input: BenchmarkInput, task: string): JobRequest {
  const { executor, dataset, model, maxAttempts = DEFAULT_ATTEMPTS } = input;
  const meters = [...new Set(input.meters ?? [])];
  requireMeters(meters);
  const options: ExecutorOptions = { ...withoutNothing({ ...input.options, model }), task };
  createExecutor(executor, options);
  const settings = checkSettings(withDefaults(input.settings ?? {}));
  return { task, executor, dataset, meters, options, settings, maxAttempts };
}

function withDefaults(given: BenchmarkSettingsInput): ProtocolSettings {
  const settings = { ...DEFAULT_SETTINGS, ...withoutNothing(given) };
  const minRepetitions =
    given.minRepetitions ?? Math.min(DEFAULT_SETTINGS.minRepetitions, settings.maxRepetitions);
  return { ...settings, minRepetitions };
}

const withoutNothing = (given: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
