import { SingleBar } from 'cli-progress';
import type { Progress } from '../../modules/benchmark/index.js';

export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  readonly stop: () => void;
}

/** On stderr: a line that moves, or, where that is no terminal, a line for each stage. */
export const progressDisplay = (): ProgressDisplay => (process.stderr.isTTY ? bar() : lines());

function bar(): ProgressDisplay {
  const moving = new SingleBar({
    format: '{label} [{bar}] {value}/{total} {rate} {energy} {width}',
    stream: process.stderr,
    clearOnComplete: true,
  });
  let started = false;
  return {
    show: (progress) => {
      const total = Math.max(progress.inferencesPlanned, progress.inferences);
      if (!started) moving.start(total, 0, fields(progress));
      started = true;
      moving.setTotal(total);
      moving.update(progress.inferences, fields(progress));
    },
    stop: () => moving.stop(),
  };
}

/** A stage is told when the next begins: then its speed is known. */
function lines(): ProgressDisplay {
  let last: Progress | null = null;
  const tell = (): void => {
    if (last === null) return;
    const { label, rate, energy, width } = fields(last);
    const work = last.inferences > 0 ? `${last.inferences} inferences` : '';
    console.error([label, work, rate, energy, width].filter((part) => part !== '').join('  '));
  };
  return {
    show: (progress) => {
      if (last !== null && (last.stage !== progress.stage || last.index !== progress.index)) tell();
      last = progress;
    },
    stop: tell,
  };
}

function fields({
  stage,
  index,
  inferencesPerS,
  energyJ,
  interval,
}: Progress): Record<'label' | 'rate' | 'energy' | 'width', string> {
  const halfWidth = interval?.relativeHalfWidth ?? null;
  return {
    label: index === null ? stage : `${stage} ${index}`,
    rate: inferencesPerS === null ? '' : `${inferencesPerS.toFixed(0)} inferences/s`,
    energy: energyJ === null ? '' : `${energyJ.toPrecision(4)} J so far`,
    width: halfWidth === null ? '' : `± ${(100 * halfWidth).toFixed(1)} %`,
  };
}
