import { isSynthetic, SYNTHETIC_FLAG, syntheticModelId } from './synthetic.js';

const run = (modelId: string, ...qcFlags: string[]) => ({ modelId, modelIdReported: null, qcFlags });

describe('random weights', () => {
  it.each([
    run('example/tiny', 'outlier-15pct', SYNTHETIC_FLAG),
    run(syntheticModelId('example/tiny')),
    run(syntheticModelId('example/tiny'), SYNTHETIC_FLAG),
    run('Synthetic/example/tiny'),
    run('example/tiny', 'Synthetic-Weights'),
    run('example/tiny', 'synthetic-weights '),
    { ...run('example/tiny'), modelIdReported: ' SYNTHETIC/example/tiny' },
  ])('are known by the flag, the name or the label alone, however it is written: %j', (synthetic) =>
    expect(isSynthetic(synthetic)).toBe(true),
  );

  it.each([run('example/tiny'), run('example/synthetic'), run('synthetic'), run('x', 'synthetic-data')])(
    'are not read into what only resembles them: %j',
    (trained) => expect(isSynthetic(trained)).toBe(false),
  );
});
