import { join } from 'node:path';
import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { notLoaded, textOf, uncounted, type Executor, type ExecutorKind } from './executor.js';
import { packageFolder, sha256OfFiles, versionsOf } from './packages.js';

const WEIGHTS = 'standalone/t50-options.js';

/** A small neural network that ships in an npm package: the language of a text, out of 50. One thread. */
class LandeExecutor implements Executor {
  readonly name = 'lande';
  readonly runsHere = true;
  readonly ownProcesses = true;
  readonly threads = 1;
  private detect: ((text: string) => unknown) | null = null;
  private description: ModelDescription | null = null;

  async load(): Promise<void> {
    try {
      const { default: lande } = await import('lande');
      lande('the first text builds the network');
      this.detect = lande;
      this.description = await describeLande();
    } catch (error) {
      throw notLoaded('lande', error);
    }
  }

  async run(inputs: readonly BenchmarkInput[]): Promise<WorkDone> {
    for (const input of inputs) this.detect?.(textOf(input));
    return uncounted(inputs.length);
  }

  describe(): ModelDescription {
    if (this.description === null) throw notLoaded('lande', 'load() was not called');
    return this.description;
  }

  async dispose(): Promise<void> {
    this.detect = null;
  }
}

async function describeLande(): Promise<ModelDescription> {
  const libraries = await versionsOf(['lande', 'toygrad']);
  return {
    executor: 'lande',
    task: 'text-classification',
    modelId: 'npm/lande',
    revision: libraries['lande'] ?? null,
    weightsSha256: await sha256OfFiles([join(packageFolder('lande') ?? '', WEIGHTS)]),
    weightPrecision: null,
    parameters: null,
    engine: `toygrad ${libraries['toygrad'] ?? ''}`.trim(),
    libraries,
    threads: 1,
    synthetic: false,
  };
}

export const landeKind: ExecutorKind = {
  name: 'lande',
  summary: 'language identification by a small model in an npm package',
  tasks: ['text-classification'],
  models: ['npm/lande', 'lande'],
  probe: async () => ({ available: true, details: 'installed with the service' }),
  create: () => new LandeExecutor(),
};
