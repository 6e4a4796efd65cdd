import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { PowerSample } from '../../../core/benchmark/index.js';
import { nowS } from './window.js';

const FIELDS = 'timestamp,index,uuid,power.draw';
const FIRST_LINE_MS = 20_000;

export interface SmiLine {
  /** Milliseconds on nvidia-smi's own clock, local time. */
  readonly timeMs: number;
  readonly index: number;
  readonly uuid: string;
  /** Null for `[N/A]` and the like. */
  readonly powerW: number | null;
}

/** `2026/01/02 03:04:05.678, 0, GPU-…, 61.52`; null for any other line. */
export function parseSmiLine(line: string): SmiLine | null {
  const [time, index, uuid, power] = line.split(',').map((cell) => cell.trim());
  if (time === undefined || index === undefined || uuid === undefined || power === undefined) return null;
  const timeMs = Date.parse(`${time.replaceAll('/', '-').replace(' ', 'T')}Z`);
  if (!Number.isFinite(timeMs) || !/^\d+$/.test(index)) return null;
  return { timeMs, index: Number(index), uuid, powerW: /^\d+(\.\d+)?$/.test(power) ? Number(power) : null };
}

/**
 * A running nvidia-smi that prints power. Its own time stamps are used, shifted to our clock by the first line,
 * so that lines read late by a busy process still count at their time.
 */
export class SmiProcess {
  readonly samples = new Map<string, PowerSample[]>();
  private readonly child: ChildProcess;
  private readonly first: Promise<void>;
  private readonly closed: Promise<void>;
  private shiftS: number | null = null;
  private errors = '';
  private ended: string | null = null;

  constructor(command: string, periodMs: number, gpus: readonly number[] | null) {
    const only = gpus === null ? [] : ['-i', gpus.join(',')];
    const query = [
      `--query-gpu=${FIELDS}`,
      '--format=csv,noheader,nounits',
      ...only,
      '-lms',
      String(periodMs),
    ];
    this.child = spawn(command, query, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (this.errors = (this.errors + text).slice(-500)));
    this.closed = new Promise((resolve) => {
      this.child.on('error', (error) => this.end(error.message, resolve));
      this.child.on('close', (code) => this.end(`it ended with ${code}: ${this.errors.trim()}`, resolve));
    });
    this.first = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it printed nothing in time')), FIRST_LINE_MS);
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        finish();
      };
      const stdout = this.child.stdout;
      if (stdout) createInterface({ input: stdout }).on('line', (line) => this.take(line) && settle(resolve));
      void this.closed.then(() => settle(() => reject(new Error(this.ended ?? 'it ended'))));
    });
    this.first.catch(() => {});
  }

  /** Resolves with the first sample; rejects where there is none. */
  async ready(): Promise<void> {
    await this.first;
  }

  /** Why it is not running any more; null while it is. */
  get lost(): string | null {
    return this.ended;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.closed;
  }

  private take(line: string): boolean {
    const parsed = parseSmiLine(line);
    if (parsed === null) return false;
    this.shiftS ??= nowS() - parsed.timeMs / 1000;
    const key = `GPU ${parsed.index}`;
    const series = this.samples.get(key) ?? [];
    series.push({ timeS: parsed.timeMs / 1000 + this.shiftS, powerW: parsed.powerW });
    this.samples.set(key, series);
    return true;
  }

  private end(reason: string, resolve: () => void): void {
    this.ended ??= reason;
    resolve();
  }
}
