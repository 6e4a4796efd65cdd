import { join } from 'node:path';
import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { notLoaded, textOf, uncounted, type Executor, type ExecutorKind } from './executor.js';
import { filesBelow, packageFolder, sha256OfFiles, versionsOf } from './packages.js';

const MODEL = 'wink-eng-lite-web-model';

/** Part of speech and named entities of each token, by models that ship in an npm package. English, one thread. */
class WinkExecutor implements Executor {
  readonly name = 'wink';
  readonly runsHere = true;
  readonly ownProcesses = true;
  readonly threads = 1;
  private tag: ((text: string) => void) | null = null;
  private description: ModelDescription | null = null;

  async load(): Promise<void> {
    try {
      const [{ default: wink }, { default: model }] = await Promise.all([
        import('wink-nlp'),
        import('wink-eng-lite-web-model'),
      ]);
      const nlp = wink(model, ['sbd', 'pos', 'ner']);
      this.tag = (text) => {
        const document = nlp.readDoc(text);
        document.tokens().out(nlp.its.pos);
        document.entities().out(nlp.its.detail);
      };
      this.tag('The first text builds the tables.');
      this.description = await describeWink();
    } catch (error) {
      throw notLoaded(MODEL, error);
    }
  }

  async run(inputs: readonly BenchmarkInput[]): Promise<WorkDone> {
    for (const input of inputs) this.tag?.(textOf(input));
    return uncounted(inputs.length);
  }

  describe(): ModelDescription {
    if (this.description === null) throw notLoaded(MODEL, 'load() was not called');
    return this.description;
  }

  async dispose(): Promise<void> {
    this.tag = null;
  }
}

async function describeWink(): Promise<ModelDescription> {
  const libraries = await versionsOf(['wink-nlp', MODEL]);
  return {
    executor: 'wink',
    task: 'token-classification',
    modelId: `npm/${MODEL}`,
    revision: libraries[MODEL] ?? null,
    weightsSha256: await sha256OfFiles(await filesBelow(join(packageFolder(MODEL) ?? '', 'dist'), /\.json$/)),
    weightPrecision: null,
    parameters: null,
    engine: `wink-nlp ${libraries['wink-nlp'] ?? ''}`.trim(),
    libraries,
    threads: 1,
    synthetic: false,
  };
}

export const winkKind: ExecutorKind = {
  name: 'wink',
  summary: 'part of speech and entities by small models in an npm package',
  tasks: ['token-classification'],
  models: [`npm/${MODEL}`, MODEL],
  probe: async () => ({ available: true, details: 'installed with the service' }),
  create: () => new WinkExecutor(),
};
