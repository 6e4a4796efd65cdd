import { count, isFields, text, type Fields } from '../shared/fields.js';
import { parseJson } from '../shared/json-file.js';
import { Rejection } from '../shared/rejection.js';
import type { PowerWindow, Sample } from './power-integral.js';

/** What the logs beside the power samples say of the run. */
export interface MlperfLogs {
  sut: string | null;
  scenario: string | null;
  mode: string | null;
  valid: boolean | null;
  /** Queries, each of one sample in the scenarios SingleStream and Server only. */
  queries: number | null;
  meanLatencyS: number | null;
  throughput: number | null;
  begin: string | null;
  end: string | null;
}

export const emptyLogs = (): MlperfLogs => ({
  sut: null,
  scenario: null,
  mode: null,
  valid: null,
  queries: null,
  meanLatencyS: null,
  throughput: null,
  begin: null,
  end: null,
});

const SAMPLE = /^Time,([^,]+),Watts,([^,]+),/;
export const isSample = (line: string): boolean => line.startsWith('Time,');

/** A line of `spl.txt`: `Time,02-25-2022 08:05:16.055,Watts,12.070000,…`. */
export function readSample(line: string, number: number): Sample {
  const [, time, power] = SAMPLE.exec(line) ?? [];
  const watts = Number(power);
  if (time === undefined || !Number.isFinite(watts) || watts < 0) {
    throw new Rejection('ROW_UNREADABLE', `line ${number} of the power log holds no power`, 'Watts');
  }
  return { timeMs: utc(time), watts };
}

/** `02-25-2022 08:05:16.055`, in UTC, or ISO 8601. */
export function utc(time: string): number {
  const american = /^(\d\d)-(\d\d)-(\d{4})[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(time.trim());
  const text = american ? `${american[3]}-${american[1]}-${american[2]}T${american[4]}Z` : time.trim();
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const timeMs = Date.parse(zoned.replace(' ', 'T'));
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new Rejection('ROW_UNREADABLE', `"${time}" is no time`, 'Time');
}

export function windowOf(logs: MlperfLogs): PowerWindow | null {
  return logs.begin === null || logs.end === null ? null : { beginMs: utc(logs.begin), endMs: utc(logs.end) };
}

/** Takes a line of `mlperf_log_detail.txt` or of `mlperf_log_summary.txt`. */
export function readLogLine(line: string, logs: MlperfLogs): void {
  if (line.startsWith(':::MLLOG')) readDetail(line, logs);
  else readSummary(line, logs);
}

function readDetail(line: string, logs: MlperfLogs): void {
  const record = parseJson(line.slice(':::MLLOG'.length), 'a line of the detail log');
  if (!isFields(record)) return;
  DETAIL.get(text(record, 'key') ?? '')?.(logs, record);
}

const DETAIL: ReadonlyMap<string, (logs: MlperfLogs, record: Fields) => void> = new Map([
  ['power_begin', (logs, record) => void (logs.begin = text(record, 'value'))],
  ['power_end', (logs, record) => void (logs.end = text(record, 'value'))],
  ['effective_scenario', (logs, record) => void (logs.scenario ??= text(record, 'value'))],
  ['result_validity', (logs, record) => void (logs.valid = text(record, 'value') === 'VALID')],
  ['result_query_count', (logs, record) => void (logs.queries = count(record, 'value'))],
]);

const SUMMARY: readonly [RegExp, (logs: MlperfLogs, value: string) => void][] = [
  [/^SUT name\s*:\s*(.+)$/, (logs, value) => void (logs.sut = value)],
  [/^Scenario\s*:\s*(.+)$/, (logs, value) => void (logs.scenario = value)],
  [/^Mode\s*:\s*(.+)$/, (logs, value) => void (logs.mode = value)],
  [/^Result is\s*:\s*(.+)$/, (logs, value) => void (logs.valid = value === 'VALID')],
  [/^\* Processed at least \d+ queries \((\d+)\)/, (logs, value) => void (logs.queries = Number(value))],
  [/^Mean latency \(ns\)\s*:\s*(\d+)/, (logs, value) => void (logs.meanLatencyS = Number(value) / 1e9)],
  [
    /^(?:QPS w\/o loadgen overhead|Samples per second|Completed samples per second)\s*:\s*([\d.]+)/,
    (logs, value) => void (logs.throughput = Number(value)),
  ],
];

function readSummary(line: string, logs: MlperfLogs): void {
  for (const [pattern, set] of SUMMARY) {
    const value = pattern.exec(line.trim())?.[1];
    if (value !== undefined) set(logs, value.trim());
  }
}
