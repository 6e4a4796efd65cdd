import { PassThrough } from 'node:stream';
import type { Progress } from '../../modules/benchmark/index.js';
import { bar } from './progress.js';

const repetition: Progress = {
  ...{ stage: 'repetition', index: 2, inferences: 936, inferencesPlanned: 50, share: 0.25 },
  ...{ inferencesPerS: 100, energyJ: null, interval: null },
};

describe('the bar of a benchmark', () => {
  it('shows how much of the repetition is done, not how many inferences of those done', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 200, cursorTo: () => true });
    const display = bar(terminal);
    display.show(repetition);
    const shown = String(terminal.read());
    display.stop();
    expect(shown).toMatch(/repetition 2 \[=+-+\] 25 % 936 inferences 100 inferences\/s/);
  });
});
