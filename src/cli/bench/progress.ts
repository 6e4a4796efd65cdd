import { SingleBar } from 'cli-progress';
import type { Progress } from '../../modules/benchmark/index.js';

export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  readonly stop: () => void;
}

/** A line that moves, on stderr; silent where that is no terminal. */
export function progressDisplay(): ProgressDisplay {
  const bar = new SingleBar({
    format: '{label} [{bar}] {value}/{total} {rate} {energy} {width}',
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
  });
  let started = false;
  return {
    show: (progress) => {
      const total = Math.max(progress.inferencesPlanned, progress.inferences);
      if (!started) bar.start(total, 0, fields(progress));
      started = true;
      bar.setTotal(total);
      bar.update(progress.inferences, fields(progress));
    },
    stop: () => bar.stop(),
  };
}

function fields({ stage, index, inferencesPerS, energyJ, interval }: Progress): Record<string, string> {
  const halfWidth = interval?.relativeHalfWidth ?? null;
  return {
    label: index === null ? stage : `${stage} ${index}`,
    rate: inferencesPerS === null ? '' : `${inferencesPerS.toFixed(0)} inferences/s`,
    energy: energyJ === null ? '' : `${energyJ.toPrecision(4)} J so far`,
    width: halfWidth === null ? '' : `± ${(100 * halfWidth).toFixed(1)} %`,
  };
}
