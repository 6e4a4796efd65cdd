import { imputeFactor } from '../../core/factor/index.js';
import type { DerivedGroup } from '../../core/factor/index.js';
import type { FactorsView, IdentifiedFactor } from './factors.snapshot.js';

/** Parameters in a billion, the unit of `parametersB`. */
export const PER_BILLION = 1e9;

/** Sizes that are taken for an AI model rather than a slip, in billions of parameters. */
export const PARAMETERS_B_RANGE = { min: 1e-4, max: 1e5 };

/** Cited by the regression that it comes from and the size that it is for: `<uuid>~7`. */
const ID = /^([0-9a-f-]{36})~(\d{1,6}(?:\.\d{1,6})?)$/;

/** The factors that a size implies, one for each group of comparable runs that offers level `parameters`. */
export function imputedFactors(
  { regressions }: FactorsView,
  parametersB: number,
  task?: string,
): IdentifiedFactor[] {
  return [...regressions]
    .filter(([, { group }]) => task === undefined || group.task === task)
    .flatMap(([id, group]) => impute(id, group, parametersB) ?? []);
}

/** The imputed factor of an id; undefined where the id is none. */
export function imputedFactor({ regressions }: FactorsView, id: string): IdentifiedFactor | undefined {
  const [, regression = '', size = ''] = ID.exec(id) ?? [];
  const group = regressions.get(regression);
  const parametersB = Number(size);
  const { min, max } = PARAMETERS_B_RANGE;
  if (!group || !(parametersB >= min && parametersB <= max)) return undefined;
  return impute(regression, group, parametersB) ?? undefined;
}

function impute(regression: string, group: DerivedGroup, parametersB: number): IdentifiedFactor | null {
  const size = rounded(parametersB);
  const factor = imputeFactor(group, size * PER_BILLION);
  return factor && { ...factor, id: `${regression}~${size}` };
}

/** To a thousand parameters, so that the id reads back to the same factor. */
const rounded = (parametersB: number): number => Number(parametersB.toFixed(6));
