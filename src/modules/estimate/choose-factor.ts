import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
import { UNITS_OF_VOLUME } from '../../core/estimate/index.js';
import type { VolumeUnit } from '../../core/estimate/index.js';
import { EVIDENCE_LEVELS } from '../../core/evidence/index.js';
import type { EvidenceLevel } from '../../core/evidence/index.js';
import { isMetered } from '../../core/factor/index.js';
import { CatalogueService } from '../catalogue/index.js';
import { FactorsService, representative, unknownModel } from '../factors/index.js';
import type { Bounded, IdentifiedFactor } from '../factors/index.js';
import type { SubjectInput } from './parts.js';
import { explain, noFactor } from './explain-choice.js';
import type { Subject } from './subject.js';
import type { Warnings } from './warnings.js';

/** What a choice is made in. */
export interface ChoiceContext {
  /** Before the names of its fields, such as `workloads.0.`; empty where they are the request's own. */
  readonly prefix: string;
  /** The field that names the task. */
  readonly taskField: string;
  /** Of the workload, for warnings. */
  readonly index: number;
  readonly volumeUnit: VolumeUnit;
  readonly boundary: string | undefined;
  readonly warnings: Warnings;
}

type Constraint = (factor: IdentifiedFactor) => boolean;

/** Finds the best factor for a workload; where none fits, says what would. */
@Injectable()
export class FactorChooser {
  constructor(
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
  ) {}

  choose(
    workload: SubjectInput,
    { prefix, taskField, index, volumeUnit, boundary, warnings }: ChoiceContext,
  ): { subject: Subject; chosen: Bounded<IdentifiedFactor> } {
    const subject = this.subjectOf(workload, prefix, taskField);
    const candidates = this.candidates(workload, subject, this.constraint(workload, volumeUnit, prefix));
    const fitting = best(candidates, workload, subject);
    const bounded = this.factors.within(fitting, boundary, 'boundary');
    const standing = representativeOf(bounded.map(({ factor }) => factor));
    const chosen = bounded.find(({ factor }) => factor === standing);
    if (!chosen)
      throw noFactor(
        { prefix, taskField, subject, volumeUnit },
        candidates,
        this.factors.ofTask(subject.task),
      );
    explain({ workload, subject, factor: chosen.factor, fitting: bounded.length }, index, warnings);
    return { subject, chosen };
  }

  /** A model that is not known is let through where its size is given. */
  private subjectOf(workload: SubjectInput, prefix: string, taskField: string): Subject {
    const { models, datasets } = this.catalogue.directories;
    const { model, dataset, parametersB } = workload;
    const task = this.catalogue.taskSlug(workload.task, taskField);
    if (workload.level === 'parameters' && parametersB === undefined) {
      const message = `${prefix}level "parameters" needs ${prefix}parametersB, the size of the AI model in billions`;
      throw DomainError.field('VALIDATION_FAILED', `${prefix}parametersB`, message);
    }
    if (model !== undefined && parametersB === undefined && !models.find(model)) {
      throw unknownModel(model, `${prefix}model`, models);
    }
    return {
      task,
      model: model ?? null,
      dataset: dataset === undefined ? null : datasets.require(dataset, `${prefix}dataset`).slug,
    };
  }

  private constraint(workload: SubjectInput, volumeUnit: VolumeUnit, prefix: string): Constraint {
    const { hardware, sources } = this.catalogue.directories;
    if (workload.hardware !== undefined) hardware.require(workload.hardware, `${prefix}hardware`);
    if (workload.source !== undefined) sources.require(workload.source, `${prefix}source`);
    return ({ group }) =>
      UNITS_OF_VOLUME[volumeUnit].includes(group.unit) &&
      (workload.hardware === undefined || group.hardware === workload.hardware) &&
      (workload.source === undefined || group.sourceId === workload.source) &&
      (workload.inputVariant === undefined || group.inputVariant === workload.inputVariant);
  }

  /** Factors of the task, per unit of the volume, that fit the constraints; zero-shot ones only where they are asked for or all there is. */
  private candidates(
    { zeroShot, parametersB }: SubjectInput,
    { task, model }: Subject,
    fits: Constraint,
  ): IdentifiedFactor[] {
    const imputed = parametersB === undefined ? [] : this.factors.imputedFor(task, parametersB);
    const fitting = [...this.factors.ofTask(task), ...imputed].filter(
      (factor) =>
        fits(factor) && factor.modelId === (factor.modelId === null ? null : (model ?? factor.modelId)),
    );
    const asked = fitting.filter(({ group }) => group.zeroShot === (zeroShot ?? false));
    const found = asked.some(
      ({ modelId }) => model === null || modelId === model || parametersB !== undefined,
    );
    return zeroShot === undefined && !found ? fitting : asked;
  }
}

/** What a meter saw first; modelled energies only where nothing else fits. */
function best(
  candidates: readonly IdentifiedFactor[],
  workload: SubjectInput,
  subject: Subject,
): readonly IdentifiedFactor[] {
  const metered = pickLevel(levelsOf(candidates.filter(isMetered), subject), workload, subject);
  return metered.length > 0 ? metered : pickLevel(levelsOf(candidates, subject), workload, subject);
}

type ByLevel = Readonly<Record<EvidenceLevel, readonly IdentifiedFactor[]>>;

function levelsOf(candidates: readonly IdentifiedFactor[], { model, dataset }: Subject): ByLevel {
  const at = (level: EvidenceLevel): IdentifiedFactor[] =>
    candidates.filter(({ evidence }) => evidence.level === level);
  const ofModel = ({ modelId }: IdentifiedFactor): boolean => model !== null && modelId === model;
  return {
    'measured-cell': at('measured-cell').filter(
      (factor) => ofModel(factor) && dataset !== null && factor.dataset === dataset,
    ),
    'measured-model': at('measured-model').filter(ofModel),
    parameters: at('parameters'),
    task: at('task'),
    published: at('published'),
  };
}

/** The level that is asked for, or the best one that the subject allows; a model without a size stands for itself. */
function pickLevel(
  byLevel: ByLevel,
  { level, parametersB }: SubjectInput,
  { model }: Subject,
): readonly IdentifiedFactor[] {
  if (level !== undefined) return byLevel[level as EvidenceLevel];
  const itself = model !== null && parametersB === undefined;
  const allowed = EVIDENCE_LEVELS.filter((each) => !itself || each.startsWith('measured-'));
  const best = allowed.find((each) => byLevel[each].length > 0);
  return best === undefined ? [] : byLevel[best];
}

/** One of several comparable factors, the same on every call: most evidence first, then the smallest batch. */
function representativeOf(factors: readonly IdentifiedFactor[]): IdentifiedFactor | null {
  const [first] = factors;
  if (!first) return null;
  const ofTask = representative(factors, false) ?? representative(factors, true);
  return ofTask ?? [...factors].sort(byEvidence)[0] ?? null;
}

const byEvidence = (a: IdentifiedFactor, b: IdentifiedFactor): number =>
  Number(b.ofTaskCohort) - Number(a.ofTaskCohort) ||
  b.evidence.n.runs - a.evidence.n.runs ||
  (a.group.batchSize ?? Infinity) - (b.group.batchSize ?? Infinity) ||
  (a.id < b.id ? -1 : 1);
