import type { IdentifiedFactor } from '../../factors/index.js';
import type { EquivalenceEntity } from '../tables/tables.entity.js';
import type { ClaimDto, ClaimFigureDto } from './claim.dto.js';
import type { StudyFigures } from './study.js';

const WH_PER_KWH = 1_000;
const UNITS_PER_THOUSAND = 1_000;

/** One image, one charge of a smartphone? */
export async function imageClaim(study: StudyFigures): Promise<ClaimDto> {
  const task = study.task('image-generation');
  const models = study.models('image-generation');
  const costliest = models.at(-1) ?? task;
  const cheapest = models[0] ?? task;
  const run = await study.largestRun(costliest);
  const [then, later] = [study.charge('2023'), study.charge('2024')];
  const inCharges = (energyWh: number, charge: EquivalenceEntity) => energyWh / WH_PER_KWH / charge.perOne;
  const figure = (
    name: string,
    value: number,
    factor: IdentifiedFactor,
    charge: EquivalenceEntity,
    runs: string[] = [],
  ): ClaimFigureDto => ({
    ...{ name, value, runs },
    unit: 'charges per image',
    factors: [factor.id],
    equivalence: charge.id,
  });
  const figures = [
    figure(`largest run, of ${costliest.modelId}`, inCharges(run.energyWh, then), costliest, then, [run.id]),
    figure('the same with the charge of 2024', inCharges(run.energyWh, later), costliest, later, [run.id]),
    figure('mean of the task', inCharges(task.evidence.mean, then), task, then),
    figure('mean of the task with the charge of 2024', inCharges(task.evidence.mean, later), task, later),
    figure(
      `the most frugal model, ${cheapest.modelId}`,
      inCharges(cheapest.evidence.mean, then),
      cheapest,
      then,
    ),
  ];
  const [largest = 0, , mean = 0, , least = 0] = figures.map(({ value }) => value);
  return {
    id: 'image-is-a-charge',
    claim: 'Generating one image takes as much energy as charging a smartphone.',
    source: 'press reports of December 2023',
    verdict: 'holds-in-part',
    answer:
      `Only for the costliest model, ${costliest.modelId}, and the charge as it stood in 2023 (${then.perOne} kWh): ` +
      `${largest.toFixed(2)} charges. The mean image takes ${mean.toFixed(2)}, the most frugal model ${least.toFixed(3)}; ` +
      `with the charge of 2024 (${later.perOne} kWh) all are ${(then.perOne / later.perOne).toFixed(2)} times that.`,
    figures,
    links: [`/v1/factors/${costliest.id}/runs`, `/v1/runs/${run.id}`, `/v1/factors/${task.id}/runs`],
  };
}

/** What the claim says: per 1,000 texts, of one charge. */
const CLAIMED_SHARE = 0.16;

/** The task whose runs the claim names, and the one that its figure fits. */
const [NAMED, PRINTED] = ['text-generation', 'text-classification'];

/** A thousand texts, 16 % of a charge? */
export function textClaim(study: StudyFigures): ClaimDto {
  const charge = study.charge('2023');
  const ofCharge = ({ evidence }: IdentifiedFactor): number =>
    (evidence.mean * UNITS_PER_THOUSAND) / WH_PER_KWH / charge.perOne;
  const figure = (name: string, factor: IdentifiedFactor): ClaimFigureDto => ({
    ...{ name, value: ofCharge(factor), runs: [] },
    unit: 'charges per 1,000 inferences',
    factors: [factor.id],
    equivalence: charge.id,
  });
  const task = study.task(NAMED);
  const classification = study.task(PRINTED);
  const frugal = study.models(NAMED)[0] ?? task;
  const others = study.tasks(false).flatMap(({ group }) => study.models(group.task));
  const distance = (factor: IdentifiedFactor): number => Math.abs(ofCharge(factor) - CLAIMED_SHARE);
  const nearest = others.reduce(
    (best, next) => (distance(next) < distance(best) ? next : best),
    classification,
  );
  const percent = (factor: IdentifiedFactor): string => `${Math.round(ofCharge(factor) * 100)} %`;
  return {
    id: 'text-is-16-percent',
    claim: 'Generating text 1,000 times takes 16 % of the energy of a smartphone charge.',
    source: 'press reports of December 2023',
    verdict: 'does-not-reproduce',
    answer:
      `1,000 text generations take ${percent(task)} of a charge (${charge.perOne} kWh), and ${percent(frugal)} with the ` +
      `most frugal model, ${frugal.modelId}. 16 % is near ${PRINTED}, printed in the study as 0.002 kWh per ` +
      `1,000: its runs give ${percent(classification)}. Of all models, ${nearest.modelId} on ${nearest.group.task} ` +
      `comes nearest with ${percent(nearest)}.`,
    figures: [
      figure(`mean of ${NAMED}`, task),
      figure(`the most frugal model of it, ${frugal.modelId}`, frugal),
      figure(`mean of ${PRINTED}`, classification),
      figure(`nearest to the claim: ${nearest.modelId} on ${nearest.group.task}`, nearest),
    ],
    links: [task, frugal, classification, nearest].map(({ id }) => `/v1/factors/${id}/runs`),
  };
}
