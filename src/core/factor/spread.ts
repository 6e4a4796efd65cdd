import type { Evidence, EvidenceLevel } from '../evidence/index.js';
import type { VarianceComponent, VarianceComponents } from '../statistics/index.js';
import { FACTOR_FLAGS } from './factor.js';

/** The components that sigma is made of, by level (docs/method.md, "Levels of evidence"). */
const USED: Readonly<Partial<Record<EvidenceLevel, readonly VarianceComponent[]>>> = {
  'measured-cell': ['run'],
  'measured-model': ['dataset', 'model-dataset', 'run'],
  task: ['model'],
};

const valueOf = (components: VarianceComponents, component: VarianceComponent): number | null =>
  ({
    model: components.sigma2Model,
    dataset: components.sigma2Dataset,
    'model-dataset': components.sigma2ModelDataset,
    run: components.sigma2Run,
  })[component];

/** What is to be known of a factor's spread beside its value. */
export function spreadOf(
  { level, n, sigma }: Evidence,
  components: VarianceComponents | null,
): { readonly flags: string[]; readonly missing: readonly VarianceComponent[] } {
  const used = USED[level] ?? [];
  const truncated = used.some((component) => components?.truncated.includes(component));
  const untold = used.filter((component) => !components || valueOf(components, component) === null);
  return {
    flags: [
      ...(truncated ? [FACTOR_FLAGS.spreadTruncated] : []),
      ...(level === 'task' && n.models === 2 ? [FACTOR_FLAGS.twoModels] : []),
    ],
    // measurements that agree in every digit tell no component
    missing: sigma === null ? (untold.length > 0 ? untold : used) : [],
  };
}
