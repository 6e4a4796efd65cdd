import { Inject, Injectable } from '@nestjs/common';
import { byText, groupBy } from '../../core/collections.js';
import { UNKNOWN_DATASET } from '../../core/evidence/index.js';
import { differencesBetween, isMetered } from '../../core/factor/index.js';
import type { DerivedGroup } from '../../core/factor/index.js';
import { paginate } from '../../common/pagination/index.js';
import type { Page, PageQuery } from '../../common/pagination/index.js';
import { CatalogueService } from '../catalogue/index.js';
import type { VarianceComponentsDto } from './factor-evidence.dto.js';
import type { FactorBasis } from './factor.input.js';
import { FactorsService } from './factors.service.js';
import type { Asked } from './factors.service.js';
import type { IdentifiedFactor } from './factors.snapshot.js';
import type { TaskComparisonDto } from './task-comparison.dto.js';
import { representative } from './task-energy.js';

/** What is known of a task over all sources: its factors side by side, and where their spread comes from. */
@Injectable()
export class TaskEvidence {
  constructor(
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
  ) {}

  /**
   * The best factor of each source, scope, unit and hardware, metered and modelled apart, beside the one that stands for the task, each with the
   * traits in which it differs from that one. They are never averaged.
   */
  comparison(slug: string, basis: FactorBasis): Promise<TaskComparisonDto> {
    return this.factors.answer(basis, (asked) => this.compare(slug, asked));
  }

  private compare(slug: string, asked: Asked): TaskComparisonDto {
    const task = this.catalogue.task(slug).slug;
    const all = asked.view.byTask.get(task) ?? [];
    const baseline = representative(all, false) ?? representative(all, true) ?? strongest(all);
    const best = [...groupBy(all, kindOf).values()].flatMap((alike) => strongest(alike) ?? []);
    const others = best.filter(({ id }) => id !== baseline?.id).sort(byText(kindOf));
    const [first, ...rest] = this.factors
      .within(baseline ? [baseline, ...others] : [], asked.basis.boundary, 'boundary')
      .map((bounded) => ({ bounded, dto: this.factors.toDto(bounded, asked) }));
    if (!first) return { task, baseline: null, others: [] };
    return {
      task,
      baseline: first.dto,
      others: rest.map(({ bounded, dto }) => ({
        factor: dto,
        differsBy: differencesBetween(bounded.factor, first.bounded.factor),
        timesBaseline:
          dto.unit === first.dto.unit ? dto.energyWhPerUnit.mean / first.dto.energyWhPerUnit.mean : null,
      })),
    };
  }

  /** The variance components of every comparable group of the task whose runs can tell one. */
  varianceComponents(slug: string, query: PageQuery): Page<VarianceComponentsDto> {
    const task = this.catalogue.task(slug).slug;
    const groups = this.factors.directories.groups
      .filter(({ group }) => group.task === task)
      .flatMap((group) => toComponents(group) ?? [])
      .sort(byText(keyOf));
    return paginate(groups, keyOf, query);
  }
}

/** Factors that may be held against each other without looking at how the machine was loaded. */
const kindOf = ({ group, publication }: IdentifiedFactor): string =>
  JSON.stringify([
    group.zeroShot,
    group.sourceId,
    group.energyScope,
    group.unit,
    group.hardware,
    isMetered({ group }),
    publication !== null,
  ]);

/** General before particular, then most AI models, most runs, smallest batch; the same choice on every call. */
function strongest(factors: readonly IdentifiedFactor[]): IdentifiedFactor | null {
  return [...factors].sort(byStrength)[0] ?? null;
}

const LEVEL_ORDER = ['task', 'published', 'measured-model', 'measured-cell', 'parameters'];

const byStrength = (a: IdentifiedFactor, b: IdentifiedFactor): number =>
  LEVEL_ORDER.indexOf(a.evidence.level) - LEVEL_ORDER.indexOf(b.evidence.level) ||
  Number(isMetered(b)) - Number(isMetered(a)) ||
  Number(b.ofTaskCohort) - Number(a.ofTaskCohort) ||
  b.evidence.n.models - a.evidence.n.models ||
  b.evidence.n.runs - a.evidence.n.runs ||
  (a.group.batchSize ?? Infinity) - (b.group.batchSize ?? Infinity) ||
  (a.id < b.id ? -1 : 1);

const keyOf = (components: VarianceComponentsDto): string => {
  const { models, datasets, mu, sigmaRun, sigmaDataset, sigmaModel, sigmaModelDataset, ...identity } =
    components;
  return JSON.stringify([identity.zeroShot, identity.source, -models, identity]);
};

const rootOf = (variance: number | null): number | null => (variance === null ? null : Math.sqrt(variance));

function toComponents({ group, components, reference }: DerivedGroup): VarianceComponentsDto | null {
  if (!components || (components.sigma2Run === null && components.sigma2Model === null)) return null;
  return {
    source: group.sourceId,
    scope: group.energyScope,
    unit: group.unit,
    hardware: group.hardware,
    zeroShot: group.zeroShot,
    inputVariant: group.inputVariant,
    batchSize: group.batchSize,
    engine: group.engine,
    weightPrecision: group.weightPrecision,
    parallelism: group.parallelism,
    scenario: group.scenario,
    outputShape: group.outputShape,
    measured: isMetered({ group }),
    gpusActive: group.gpusActive ?? null,
    outputTokenRange: group.outputTokenRange ?? null,
    cohort: reference.cohort,
    models: components.models.length,
    datasets: components.datasets.filter((dataset) => dataset !== UNKNOWN_DATASET).length,
    runsPerCell: components.runsPerCell,
    mu: components.grandMean,
    sigmaRun: rootOf(components.sigma2Run),
    sigmaModelDataset: rootOf(components.sigma2ModelDataset),
    sigmaDataset: rootOf(components.sigma2Dataset),
    sigmaModel: rootOf(components.sigma2Model),
    modelSpreadIncludes: [...components.modelSpreadIncludes],
    truncated: [...components.truncated],
  };
}
