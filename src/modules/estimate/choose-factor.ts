import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
import type { EvidenceLevel } from '../../core/evidence/index.js';
import { closeMatches, didYouMean } from '../../common/text/fuzzy.js';
import { CatalogueService } from '../catalogue/index.js';
import { FactorsService, representative } from '../factors/index.js';
import type { IdentifiedFactor } from '../factors/index.js';
import type { WorkloadInput } from './estimate.input.js';
import type { Warnings } from './warnings.js';

/** What a workload asks for, with every name resolved. */
interface Subject {
  readonly task: string;
  readonly model: string | null;
  readonly dataset: string | null;
}

/** Finds the best measured factor for a workload; where none fits, says what would. */
@Injectable()
export class FactorChooser {
  constructor(
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
  ) {}

  choose(
    workload: WorkloadInput,
    index: number,
    warnings: Warnings,
  ): { subject: Subject; factor: IdentifiedFactor } {
    const path = `workloads.${index}`;
    const subject = this.subjectOf(workload, path);
    const candidates = this.candidates(workload, subject, path);
    const fitting = this.bestLevel(candidates, subject, index, warnings);
    const factor = representativeOf(fitting);
    if (!factor) throw noFactor(path, subject, candidates, this.factors.ofTask(subject.task));
    if (fitting.length > 1) warnOfChoice(factor, fitting, index, warnings);
    return { subject, factor };
  }

  private subjectOf(workload: WorkloadInput, path: string): Subject {
    const { models, datasets } = this.catalogue.directories;
    const { model, dataset } = workload;
    return {
      task: this.catalogue.taskSlug(workload.task, `${path}.task`),
      model: model === undefined ? null : models.require(model, `${path}.model`).id,
      dataset: dataset === undefined ? null : datasets.require(dataset, `${path}.dataset`).slug,
    };
  }

  /** Factors per inference of the task that fit the constraints; zero-shot ones only where they are asked for or all there is. */
  private candidates(workload: WorkloadInput, { task, model }: Subject, path: string): IdentifiedFactor[] {
    const { hardware, sources } = this.catalogue.directories;
    if (workload.hardware !== undefined) hardware.require(workload.hardware, `${path}.hardware`);
    if (workload.source !== undefined) sources.require(workload.source, `${path}.source`);
    const fitting = this.factors
      .ofTask(task)
      .filter(
        ({ group, modelId }) =>
          group.unit !== 'output-token' &&
          modelId === (modelId === null ? null : (model ?? modelId)) &&
          (workload.hardware === undefined || group.hardware === workload.hardware) &&
          (workload.source === undefined || group.sourceId === workload.source) &&
          (workload.inputVariant === undefined || group.inputVariant === workload.inputVariant),
      );
    const asked = fitting.filter(({ group }) => group.zeroShot === (workload.zeroShot ?? false));
    const measuredSo = asked.some(({ modelId }) => model === null || modelId === model);
    return workload.zeroShot === undefined && !measuredSo ? fitting : asked;
  }

  /** The best level that the subject allows: its cell, else its model, else its task. */
  private bestLevel(
    candidates: readonly IdentifiedFactor[],
    { model, dataset }: Subject,
    index: number,
    warnings: Warnings,
  ): IdentifiedFactor[] {
    const at = (level: EvidenceLevel) => candidates.filter(({ evidence }) => evidence.level === level);
    if (model === null) {
      if (dataset !== null) {
        const message = `dataset "${dataset}" says nothing without a model; give model to use it`;
        warnings.add('DATASET_IGNORED', message, index);
      }
      return at('task');
    }
    const ofModel = at('measured-model').filter(({ modelId }) => modelId === model);
    if (dataset === null) return ofModel;
    const ofCell = at('measured-cell').filter((f) => f.modelId === model && f.dataset === dataset);
    if (ofCell.length === 0 && ofModel.length > 0) {
      const message = `${model} was not measured with dataset "${dataset}"; its mean over other datasets is used`;
      warnings.add('DATASET_NOT_MEASURED', message, index);
    }
    return ofCell.length > 0 ? ofCell : ofModel;
  }
}

/** One of several comparable factors, the same on every call: most evidence first, then the smallest batch. */
function representativeOf(factors: readonly IdentifiedFactor[]): IdentifiedFactor | null {
  const [first] = factors;
  if (!first) return null;
  const ofTask = representative(factors, false) ?? representative(factors, true);
  return ofTask ?? [...factors].sort(byEvidence)[0] ?? null;
}

const byEvidence = (a: IdentifiedFactor, b: IdentifiedFactor): number =>
  Number(b.cohort !== null) - Number(a.cohort !== null) ||
  b.evidence.n.runs - a.evidence.n.runs ||
  (a.group.batchSize ?? Infinity) - (b.group.batchSize ?? Infinity) ||
  (a.id < b.id ? -1 : 1);

function warnOfChoice(
  chosen: IdentifiedFactor,
  fitting: readonly IdentifiedFactor[],
  index: number,
  warnings: Warnings,
): void {
  const { sourceId, hardware, batchSize } = chosen.group;
  const batch = batchSize === null ? '' : `, batch ${batchSize}`;
  warnings.add(
    'SEVERAL_FACTORS_FIT',
    `${fitting.length} factors fit; the one of ${sourceId} on ${hardware}${batch} is used: ` +
      'narrow by source, hardware or inputVariant, or see GET /v1/factors',
    index,
  );
}

function noFactor(
  path: string,
  { task, model }: Subject,
  candidates: readonly IdentifiedFactor[],
  ofTask: readonly IdentifiedFactor[],
): DomainError {
  if (model === null || candidates.some(({ modelId }) => modelId === model)) {
    const message = `no measured factor of ${task} fits the workload's constraints; GET /v1/factors?task=${task} lists all`;
    return DomainError.field('NO_FACTOR', `${path}.task`, message);
  }
  const measured = [...new Set(ofTask.flatMap(({ modelId }) => modelId ?? []))];
  const suggestions = closeMatches(model, measured);
  const message = `${model} was not measured on ${task} under the workload's constraints${didYouMean(suggestions)}`;
  return DomainError.field('NO_FACTOR', `${path}.model`, message, suggestions);
}
