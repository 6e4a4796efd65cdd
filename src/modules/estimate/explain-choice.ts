import { DomainError } from '../../core/errors/index.js';
import { UNITS_OF_VOLUME } from '../../core/estimate/index.js';
import type { VolumeUnit } from '../../core/estimate/index.js';
import { isMetered } from '../../core/factor/index.js';
import type { Imputation } from '../../core/factor/index.js';
import { closeMatches, didYouMean } from '../../common/text/fuzzy.js';
import { GIVE_PARAMETERS } from '../factors/index.js';
import type { IdentifiedFactor } from '../factors/index.js';
import type { SubjectInput } from './parts.js';
import type { Subject } from './subject.js';
import type { Warnings } from './warnings.js';

/** A factor that was chosen for a workload. */
interface Choice {
  readonly workload: SubjectInput;
  readonly subject: Subject;
  readonly factor: IdentifiedFactor;
  /** How many fitted as well. */
  readonly fitting: number;
}

/** Says what of the request was not used, and what the reader must know of the choice. */
export function explain(choice: Choice, index: number, warnings: Warnings): void {
  for (const [code, message] of notesOn(choice)) warnings.add(code, message, index);
}

type Note = readonly [code: string, message: string];

function notesOn({ workload, subject, factor, fitting }: Choice): Note[] {
  const notes = [datasetNote(subject, factor), sizeNote(workload, subject, factor)];
  if (factor.imputation) notes.push(imputationNote(factor.imputation, subject));
  if (!isMetered(factor)) notes.push(modelledNote(factor));
  if (fitting > 1) notes.push(choiceNote(factor, fitting));
  return notes.filter((note) => note !== null);
}

function datasetNote(
  { model, dataset }: Subject,
  { evidence, dataset: used }: IdentifiedFactor,
): Note | null {
  if (dataset === null || used === dataset) return null;
  if (evidence.level === 'measured-model') {
    const message = `${model} was not measured with dataset "${dataset}"; its mean over other datasets is used`;
    return ['DATASET_NOT_MEASURED', message];
  }
  const message = `dataset "${dataset}" says nothing without a measured model; give model to use it`;
  return ['DATASET_IGNORED', message];
}

function sizeNote(
  { parametersB, level }: SubjectInput,
  { task, model }: Subject,
  { evidence, modelId }: IdentifiedFactor,
): Note | null {
  if (parametersB === undefined || evidence.level === 'parameters' || level !== undefined) return null;
  if (modelId !== null)
    return ['PARAMETERS_IGNORED', `${model} was measured on ${task}; its size is not needed`];
  const message =
    `the energy of ${task} does not follow the size of its models well enough to use parametersB ` +
    '(under three models, or r² below 0.3): the factor of the task is used';
  return ['PARAMETERS_NOT_USED', message];
}

function imputationNote(
  { neighbours, regression, outsideRange }: Imputation,
  { model, task }: Subject,
): Note {
  const [nearest] = neighbours;
  const outside = outsideRange ? '; the size lies outside those that were measured' : '';
  return [
    outsideRange ? 'IMPUTED_OUTSIDE_RANGE' : 'IMPUTED_FROM_SIZE',
    `${model ?? 'the model'} was not measured on ${task}: its energy is imputed from its size by a regression over ` +
      `${regression.n} models (r² ${regression.rSquared.toFixed(2)}; nearest: ${nearest?.modelId})${outside}`,
  ];
}

const modelledNote = ({ group }: IdentifiedFactor): Note => [
  'FACTOR_MODELLED',
  `the energies behind the factor were modelled (${group.energyMethod}), not metered: nothing metered fits`,
];

function choiceNote({ group }: IdentifiedFactor, fitting: number): Note {
  const batch = group.batchSize === null ? '' : `, batch ${group.batchSize}`;
  return [
    'SEVERAL_FACTORS_FIT',
    `${fitting} factors fit; the one of ${group.sourceId} on ${group.hardware}${batch} is used: ` +
      'narrow by source, hardware or inputVariant, or see GET /v1/factors',
  ];
}

/** What a factor is looked for. */
interface Wanted {
  readonly prefix: string;
  readonly taskField: string;
  readonly subject: Subject;
  readonly volumeUnit: VolumeUnit;
}

/** No factor fits: what was asked for and what would do. */
export function noFactor(
  { prefix, taskField, subject: { task, model }, volumeUnit }: Wanted,
  candidates: readonly IdentifiedFactor[],
  ofTask: readonly IdentifiedFactor[],
): DomainError {
  const units = UNITS_OF_VOLUME[volumeUnit];
  if (!ofTask.some(({ group }) => units.includes(group.unit))) {
    const known = [...new Set(ofTask.map(({ group }) => group.unit))].join(', ') || 'nothing';
    const message = `${task} was not measured per ${volumeUnit}, only per ${known}; give the volume in that unit`;
    return DomainError.field('NO_FACTOR', taskField, message);
  }
  if (model === null || candidates.some(({ modelId }) => modelId === model)) {
    const message = `no measured factor of ${task} fits the workload's constraints; GET /v1/factors?task=${task} lists all`;
    return DomainError.field('NO_FACTOR', taskField, message);
  }
  const measured = [...new Set(ofTask.flatMap(({ modelId }) => modelId ?? []))];
  const suggestions = closeMatches(model, measured);
  const message =
    `${model} was not measured on ${task} under the workload's constraints${didYouMean(suggestions)}; ` +
    GIVE_PARAMETERS;
  return DomainError.field('NO_FACTOR', `${prefix}model`, message, suggestions);
}
