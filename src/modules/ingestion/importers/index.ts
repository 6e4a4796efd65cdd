import { unknownName } from '../../../common/errors/unknown-name.js';
import { DomainError } from '../../../core/errors/index.js';
import { aiEnergyBenchmarks } from './ai-energy-benchmarks.js';
import { aiEnergyScore } from './ai-energy-score.js';
import { codecarbonCsv } from './codecarbon-csv.js';
import { codecarbonHook } from './codecarbon-hook.js';
import { genaiPerf } from './genai-perf.js';
import type { Importer } from './importer.js';
import { llamaBench } from './llama-bench.js';
import { mlEnergy } from './ml-energy.js';
import { mlperfPower } from './mlperf-power.js';
import { optimumBenchmark } from './optimum-benchmark.js';
import { vllmBench } from './vllm-bench.js';
import { wattfactorJson } from './wattfactor-json.js';
import { wrappingOf } from './shared/wrapping.js';
import { zeusLog } from './zeus-log.js';

export type { EnergyReading, ImportDefaults } from './import-defaults.js';
export type { ImportedRecord, Importer, RecordError } from './importer.js';
export { readHookBody } from './codecarbon-hook.js';
export { Rejection } from './shared/rejection.js';
export { oneAfterAnother } from './shared/one-after-another.js';
export { readStudyLog, STUDY_LOGS } from './study/luccioni-2023.js';
export { asSent } from './wattfactor/exported-run.js';

/** Every format that is read; one line each. */
export const IMPORTERS: readonly Importer[] = [
  codecarbonCsv,
  codecarbonHook,
  optimumBenchmark,
  aiEnergyScore,
  aiEnergyBenchmarks,
  mlEnergy,
  zeusLog,
  mlperfPower,
  vllmBench,
  llamaBench,
  genaiPerf,
  wattfactorJson,
];

export interface Detection {
  readonly importer: Importer;
  /** 0 to 1. */
  readonly score: number;
}

/** Below this a file only happens to share a few names with a format. */
const SURE_ENOUGH = 0.5;

/** The formats that a file's beginning looks like, surest first. */
export function detectFormats(head: Uint8Array, fileName: string | null = null): Detection[] {
  const text = new TextDecoder('utf-8').decode(head);
  return IMPORTERS.map((importer) => ({ importer, score: importer.detect(text, fileName) }))
    .filter(({ score }) => score >= SURE_ENOUGH)
    .sort((a, b) => b.score - a.score);
}

/**
 * The importer that a request names, or the one that the file's beginning looks like.
 *
 * @throws DomainError `FORMAT_UNKNOWN` for a name that is none, or a file that looks like no format or is wrapped in something.
 */
export function chooseImporter(
  format: string | null,
  head: Uint8Array,
  fileName: string | null = null,
): Importer {
  const wrapping = wrappingOf(new TextDecoder('utf-8').decode(head));
  if (wrapping !== null) throw new DomainError('FORMAT_UNKNOWN', wrapping);
  const known = IMPORTERS.map((importer) => importer.format);
  if (format !== null) {
    const named = IMPORTERS.find((importer) => importer.format === format);
    if (named === undefined)
      throw unknownName({ code: 'FORMAT_UNKNOWN', field: 'format', value: format, known });
    return named;
  }
  const [best] = detectFormats(head, fileName);
  if (best !== undefined) return best.importer;
  throw DomainError.field(
    'FORMAT_UNKNOWN',
    'format',
    `the file looks like none of the formats that are read: give \`format\`, one of ${known.join(', ')}`,
  );
}
