import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../core/errors/index.js';
import { compare, kindOf, varianceByInput } from '../../../core/estimate/index.js';
import type { Product, WorkloadDay } from '../../../core/estimate/index.js';
import type { EstimateInput } from '../estimate.input.js';
import { EstimatesService, zonesOf } from '../estimates.service.js';
import type { Computed } from '../estimates.service.js';
import { mixedSeriesIn } from '../mixed-series.js';
import type { ScenarioDto, SharedInputDto } from './scenario.dto.js';
import type { ScenarioInput } from './scenario.input.js';

/** Compares two estimates; what both draw on does not count as a difference. */
@Injectable()
export class ScenariosService {
  constructor(@Inject(EstimatesService) private readonly estimates: EstimatesService) {}

  async compare(input: ScenarioInput): Promise<ScenarioDto> {
    const [a, b] = [await this.side(input.a, 'a'), await this.side(input.b, 'b')];
    const emissions = [a, b].map((side) => productsOf(side, (day) => day.emissionsKgCo2e));
    const energy = [a, b].map((side) => productsOf(side, (day) => day.energyKwh));
    const mixed = mixedSeriesIn([...zonesOf(a.workloads), ...zonesOf(b.workloads)]);
    return {
      name: input.name ?? null,
      a: a.estimate,
      b: b.estimate,
      energyKwh: compare(energy[0] ?? [], energy[1] ?? []),
      emissionsKgCo2e: compare(emissions[0] ?? [], emissions[1] ?? []),
      shared: sharedBy(emissions[0] ?? [], emissions[1] ?? []),
      warnings: mixed ? [mixed] : [],
    };
  }

  /** One of the two; its errors name the field with the side before it. */
  private async side(input: EstimateInput, side: string): Promise<Computed> {
    try {
      return await this.estimates.answer({ ...input, store: false });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const errors = error.errors.map((each) => ({ ...each, field: `${side}.${each.field}` }));
      throw new DomainError(error.code, `${side}: ${error.message}`, errors, error.statusOverride);
    }
  }
}

const productsOf = ({ workloads }: Computed, of: (day: WorkloadDay) => readonly Product[]): Product[] =>
  workloads.flatMap(({ parts }) => parts.flatMap(({ day }) => [...of(day)]));

/** Inputs that both draw on, with what each brings to either's spread. */
function sharedBy(a: readonly Product[], b: readonly Product[]): SharedInputDto[] {
  const inB = keysOf(b);
  const [sharesA, sharesB] = [sharesOf(a), sharesOf(b)];
  return [...keysOf(a)]
    .filter((key) => inB.has(key))
    .map((key) => ({
      input: key,
      kind: kindOf(key),
      shareOfA: sharesA && (sharesA.get(key) ?? 0),
      shareOfB: sharesB && (sharesB.get(key) ?? 0),
    }));
}

const keysOf = (products: readonly Product[]): Set<string> =>
  new Set(
    products.flatMap(({ components }) =>
      (components ?? []).flatMap(({ key, sigma }) => (sigma > 0 ? [key] : [])),
    ),
  );

const sharesOf = (products: readonly Product[]): Map<string, number> | null => {
  const inputs = varianceByInput(products);
  return inputs && new Map(inputs.map(({ key, share }) => [key, share]));
};
