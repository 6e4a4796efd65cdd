import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../core/errors/index.js';
import { meanDay, varianceShares } from '../../core/estimate/index.js';
import type { Profile } from '../../core/estimate/index.js';
import type { Bounded, IdentifiedFactor } from '../factors/index.js';
import { FactorChooser } from './choose-factor.js';
import type { EstimateInput } from './estimate.input.js';
import { PartEstimator } from './part-estimator.js';
import type { Part } from './part-estimator.js';
import { placesOf, subjectsOf } from './parts.js';
import { ProductionScenarios } from './production/production.js';
import { profileOf } from './profile.js';
import { SiteResolver } from './site.js';
import { common, totalsOf } from './to-estimate-dto.js';
import { volumeOf } from './volume.js';
import type { Warnings } from './warnings.js';
import { warnOfWidth } from './wide-interval.js';
import type { UsedProfileDto, WorkloadEstimateDto } from './workload.dto.js';
import type { WorkloadInput } from './workload.input.js';

/** What a workload is computed in. */
export interface WorkloadContext {
  readonly index: number;
  readonly estimate: EstimateInput;
  readonly horizonDays: number;
  /** The year that data quality is judged for. */
  readonly useYear: number;
  readonly warnings: Warnings;
}

export interface EstimatedWorkload {
  readonly parts: readonly Part[];
  readonly result: WorkloadEstimateDto;
}

/** Computes one workload: every AI model of its mix in every place of its mix. */
@Injectable()
export class WorkloadEstimator {
  constructor(
    @Inject(FactorChooser) private readonly chooser: FactorChooser,
    @Inject(SiteResolver) private readonly sites: SiteResolver,
    @Inject(ProductionScenarios) private readonly production: ProductionScenarios,
    @Inject(PartEstimator) private readonly estimator: PartEstimator,
  ) {}

  estimate(workload: WorkloadInput, context: WorkloadContext): EstimatedWorkload {
    const { horizonDays, index } = context;
    const path = `workloads.${index}`;
    const profile = profileOf(workload.profile, `${path}.profile`);
    const parts = this.parts(workload, profile, context);
    const days = parts.map(({ day }) => day);
    const scopes = parts.map(({ waterScope }) => waterScope);
    const result = {
      ...header(workload, parts),
      parts: parts.map(({ shown }) => shown),
      profile: workload.profile ? usedProfile(profile, horizonDays) : null,
      ...totalsOf(days, scopes, horizonDays),
      varianceShares: varianceShares(days.flatMap((day) => day.emissionsKgCo2e)),
    };
    return { parts, result };
  }

  private parts(workload: WorkloadInput, profile: Profile, context: WorkloadContext): Part[] {
    const { index, warnings, estimate, horizonDays, useYear } = context;
    const path = `workloads.${index}`;
    const { unit, amount: given } = volumeOf(workload, path);
    const amount = given * meanDay(profile, horizonDays);
    const places = placesOf(workload, path).map((place) => ({
      share: place.share,
      site: this.sites.resolve(place, index, warnings),
    }));
    const production = this.production.resolve(workload.production, `${path}.production`);
    return subjectsOf(workload, path).flatMap((entry) => {
      const boundary = workload.boundary ?? estimate.boundary;
      const choice = {
        prefix: `${entry.path}.`,
        taskField: `${path}.task`,
        index,
        volumeUnit: unit,
        boundary,
        warnings,
      };
      const { subject, chosen } = this.chooser.choose(entry.input, choice);
      this.warnOf(chosen, workload, amount * entry.share, context);
      return places.map((place) => {
        const share = entry.share * place.share;
        return this.estimator.estimate({
          workload,
          share,
          volume: { unit, amount: amount * share },
          subject,
          chosen,
          site: place.site,
          production,
          pricePerKwh: priceOf(workload, estimate, path),
          includeQuality: estimate.includeQuality ?? false,
          useYear,
          at: { path, index, warnings },
        });
      });
    });
  }

  private warnOf(
    { factor, scale }: Bounded<IdentifiedFactor>,
    { use, production }: WorkloadInput,
    unitsPerDay: number,
    { index, warnings }: WorkloadContext,
  ): void {
    if (factor.evidence.sigma === null) warnings.add('INTERVAL_UNKNOWN', unknownSpread(factor), index);
    warnOfWidth(factor, index, warnings);
    if (scale !== null) {
      const message = `boundary "${scale.boundary}" multiplies the measured energy by ${scale.k}: ${scale.source}`;
      warnings.add('BOUNDARY_ESTIMATED', message, index);
    }
    if (production === undefined) this.production.warn({ index, use, unitsPerDay, factor }, warnings);
  }
}

/** What all parts have in common; null where they differ. */
function header(workload: WorkloadInput, parts: readonly Part[]) {
  const [first, ...others] = parts.map(({ shown }) => shown);
  const all = first ? [first, ...others] : [];
  const same = <T>(value: T): T | null => (others.length === 0 ? value : null);
  return {
    label: workload.label ?? null,
    task: parts[0]?.task ?? workload.task,
    model: commonOrNull(all.map(({ model }) => model)),
    dataset: commonOrNull(all.map(({ dataset }) => dataset)),
    boundary: common(all.map(({ boundary }) => boundary)),
    level: commonOrNull(all.map(({ level }) => level)),
    factor: same(first?.factor ?? null),
    parametersB: workload.parametersB ?? null,
    quality: same(first?.quality ?? null),
    zone: same(first?.zone ?? null),
    pue: same(first?.pue ?? null),
  };
}

function commonOrNull(names: readonly (string | null)[]): string | null {
  const [first = null, ...others] = new Set(names);
  return others.length === 0 ? first : null;
}

const usedProfile = (profile: Profile, horizonDays: number): UsedProfileDto => ({
  weekly: profile.weights && [...profile.weights],
  growthPerYear: profile.growthPerYear,
  meanDay: meanDay(profile, horizonDays),
});

/** The price of the workload, else that of the estimate; either needs its currency. */
function priceOf(
  { electricityPricePerKwh: own }: WorkloadInput,
  { electricityPricePerKwh, currency }: EstimateInput,
  path: string,
): number | null {
  const price = own ?? electricityPricePerKwh;
  if (price === undefined) return null;
  if (currency !== undefined) return price;
  const field = `${own === undefined ? '' : `${path}.`}electricityPricePerKwh`;
  throw DomainError.field('VALIDATION_FAILED', 'currency', `currency is missing beside ${field}`);
}

const unknownSpread = ({ group, spreadMissing }: IdentifiedFactor): string =>
  `the interval is null: the runs of ${group.sourceId} cannot tell the spread between ` +
  `${spreadMissing.map((component) => SPREAD_OF[component]).join(', ')}`;

const SPREAD_OF = {
  run: 'repetitions (each was run once)',
  dataset: 'datasets (each AI model was run on one)',
  'model-dataset': 'AI models on a dataset (their interaction)',
  model: 'AI models (there is one)',
} as const;
