import { SingleBar } from 'cli-progress';
import type { Progress } from '../../modules/benchmark/index.js';

export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  readonly stop: () => void;
}

/** On stderr: a line that moves, or, where that is no terminal, a line for each stage. */
export const progressDisplay = (): ProgressDisplay => (process.stderr.isTTY ? bar(process.stderr) : lines());

/** Full where the repetition has both its inferences and its time. */
export function bar(stream: NodeJS.WritableStream): ProgressDisplay {
  const moving = new SingleBar({
    format: '{label} [{bar}] {percentage} % {work} {rate} {energy} {width}',
    stream,
    clearOnComplete: true,
  });
  let started = false;
  return {
    show: (progress) => {
      const share = progress.share ?? 0;
      if (!started) moving.start(1, share, fields(progress));
      started = true;
      moving.update(share, fields(progress));
    },
    stop: () => moving.stop(),
  };
}

/** A stage is told when the next begins: then its speed is known. */
function lines(): ProgressDisplay {
  let last: Progress | null = null;
  const tell = (): void => {
    if (last === null) return;
    const { label, work, rate, energy, width } = fields(last);
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
  inferences,
  inferencesPerS,
  energyJ,
  interval,
}: Progress): Record<'label' | 'work' | 'rate' | 'energy' | 'width', string> {
  const halfWidth = interval?.relativeHalfWidth ?? null;
  return {
    label: index === null ? stage : `${stage} ${index}`,
    work: inferences > 0 ? `${inferences} inferences` : '',
    rate: inferencesPerS === null ? '' : `${inferencesPerS.toFixed(0)} inferences/s`,
    energy: energyJ === null ? '' : `${energyJ.toPrecision(4)} J so far`,
    width: halfWidth === null ? '' : `± ${(100 * halfWidth).toFixed(1)} %`,
  };
}
