import { byText } from '../../core/collections.js';
import { DomainError } from '../../core/errors/index.js';
import { sharesOf } from '../../core/estimate/index.js';
import type { ModelShareInput, RegionShareInput } from './mix.input.js';
import type { WorkloadInput } from './workload.input.js';

/** What is run, of a workload or of one entry of its mix of models. */
export type SubjectInput = Pick<
  WorkloadInput,
  'task' | 'model' | 'parametersB' | 'level' | 'dataset' | 'hardware' | 'source' | 'zeroShot' | 'inputVariant'
>;

/** Where it runs, of a workload or of one entry of its mix of regions. */
export type PlaceInput = Pick<
  WorkloadInput,
  'zone' | 'cloudRegion' | 'pue' | 'provider' | 'wueSiteLPerKwh' | 'wueGridLPerKwh'
>;

export interface Shared<T> {
  readonly share: number;
  /** Of the entry in the request. */
  readonly path: string;
  readonly input: T;
}

/** The AI models of a workload with their shares: one without a mix. */
export function subjectsOf(workload: WorkloadInput, path: string): Shared<SubjectInput>[] {
  const { task, model, parametersB, level, dataset, hardware, source, zeroShot, inputVariant } = workload;
  const { models } = workload;
  const own = { task, level, dataset, hardware, source, zeroShot, inputVariant };
  if (models === undefined) return [{ share: 1, path, input: { ...own, model, parametersB } }];
  if (model !== undefined) throw excluding(path, 'models', 'model');
  requireDistinct(models, `${path}.models`);
  return mixOf(models, `${path}.models`, ({ share: _, ...entry }: ModelShareInput) => ({
    ...own,
    ...given(entry),
  }));
}

/** The places of a workload with their shares: one without a mix. */
export function placesOf(workload: WorkloadInput, path: string): Shared<PlaceInput>[] {
  const { zone, cloudRegion, pue, provider, wueSiteLPerKwh, wueGridLPerKwh, regions } = workload;
  const own = { pue, provider, wueSiteLPerKwh, wueGridLPerKwh };
  if (regions === undefined) return [{ share: 1, path, input: { ...own, zone, cloudRegion } }];
  if (zone !== undefined) throw excluding(path, 'regions', 'zone');
  if (cloudRegion !== undefined) throw excluding(path, 'regions', 'cloudRegion');
  regions.forEach((region, i) => requirePlace(region, `${path}.regions.${i}`));
  return mixOf(regions, `${path}.regions`, ({ share: _, ...entry }: RegionShareInput) => ({
    ...own,
    ...given(entry),
  }));
}

/** The same AI model twice, and nothing else different, is a slip: one of them may stand for another. */
function requireDistinct(mix: readonly ModelShareInput[], path: string): void {
  const seen = new Map<string, number>();
  mix.forEach(({ share: _, ...entry }, index) => {
    const key = JSON.stringify(Object.entries(given(entry)).sort(byText(([name]) => name)));
    const first = seen.get(key);
    if (first !== undefined) {
      const message = `${path}.${index} is the same as ${path}.${first}; add their shares, or change one`;
      throw DomainError.field('VALIDATION_FAILED', `${path}.${index}`, message);
    }
    seen.set(key, index);
  });
}

function mixOf<T extends { share: number }, U>(
  mix: readonly T[],
  path: string,
  inputOf: (entry: T) => U,
): Shared<U>[] {
  const shares = sharesOf(
    path,
    mix.map(({ share }) => share),
  );
  return mix.map((entry, i) => ({ share: shares[i] ?? 0, path: `${path}.${i}`, input: inputOf(entry) }));
}

/** The fields that are there, so that those that are not leave the workload's own in place. */
function given<T extends object>(entry: T): T {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as T;
}

function requirePlace({ zone, cloudRegion }: RegionShareInput, path: string): void {
  if (zone !== undefined || cloudRegion !== undefined) return;
  throw DomainError.field('VALIDATION_FAILED', `${path}.zone`, `${path} needs zone or cloudRegion`);
}

function excluding(path: string, mix: string, single: string): DomainError {
  const message = `${path}.${mix} and ${path}.${single} exclude each other`;
  return DomainError.field('VALIDATION_FAILED', `${path}.${mix}`, message);
}
