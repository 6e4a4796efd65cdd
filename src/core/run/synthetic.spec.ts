import { isSynthetic, SYNTHETIC_FLAG, syntheticModelId } from './synthetic.js';

const run = (modelId: string, ...qcFlags: string[]) => ({ modelId, qcFlags });

describe('random weights', () => {
  it.each([
    run('example/tiny', 'outlier-15pct', SYNTHETIC_FLAG),
    run(syntheticModelId('example/tiny')),
    run(syntheticModelId('example/tiny'), SYNTHETIC_FLAG),
  ])('are known by the flag or the name alone: %j', (synthetic) => expect(isSynthetic(synthetic)).toBe(true));

  it.each([run('example/tiny'), run('example/synthetic'), run('synthetic'), run('x', 'synthetic-data')])(
    'are not read into what only resembles them: %j',
    (trained) => expect(isSynthetic(trained)).toBe(false),
  );
});
