import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../core/errors/index.js';
import { EMBODIED_SIGMA } from '../../../core/estimate/index.js';
import type { EmbodiedInputs } from '../../../core/estimate/index.js';
import type { IdentifiedFactor } from '../../factors/index.js';
import type { EmbodiedInput } from '../options.input.js';
import { TablesService } from '../tables/tables.service.js';
import type { UsedEmbodiedDto } from '../used.dto.js';
import type { Warnings } from '../warnings.js';

/** The making of hardware, as inputs and as it is shown. */
export interface Embodied {
  readonly inputs: EmbodiedInputs | null;
  readonly used: UsedEmbodiedDto | null;
}

/** S of C_emb, with where it is from. */
interface Hardware {
  readonly item: string | null;
  readonly kgCo2e: number;
  readonly lifetimeYears: number;
  readonly source: string;
}

/** One after another, a unit occupies the hardware for as long as it takes; in a batch it shares it with others. */
const hardwareSeconds = ({ group, secondsPerUnit }: IdentifiedFactor): number | null =>
  group.batchSize === 1 ? secondsPerUnit : null;

const NONE: Embodied = { inputs: null, used: null };

/** Finds the hardware whose making a workload asks to count; nothing is counted unasked. */
@Injectable()
export class EmbodiedHardware {
  constructor(@Inject(TablesService) private readonly tables: TablesService) {}

  resolve(
    input: EmbodiedInput | undefined,
    factor: IdentifiedFactor,
    { path, index, warnings }: { readonly path: string; readonly index: number; readonly warnings: Warnings },
  ): Embodied {
    if (input === undefined) return NONE;
    const hardware = this.hardwareOf(input, `${path}.embodied`);
    const secondsPerUnit = input.secondsPerUnit ?? hardwareSeconds(factor);
    if (secondsPerUnit === null) {
      const message =
        'the time for which one unit occupies the hardware was not measured, so embodied emissions are null; ' +
        'give embodied.secondsPerUnit (in a batch: one over the units a second)';
      warnings.add('EMBODIED_TIME_UNKNOWN', message, index);
      return NONE;
    }
    const { item, ...figures } = { ...hardware, utilisation: input.utilisation, secondsPerUnit };
    const key = `embodied:${item ?? figures.kgCo2e}`;
    return { inputs: { ...figures, key }, used: { ...figures, item, sigma: EMBODIED_SIGMA } };
  }

  private hardwareOf(input: EmbodiedInput, path: string): Hardware {
    const { item: id, kgCo2e, lifetimeYears } = input;
    if ((id === undefined) === (kgCo2e === undefined)) {
      const message = `${path} needs either item (GET /v1/embodied-items lists them) or kgCo2e`;
      throw DomainError.field('VALIDATION_FAILED', `${path}.item`, message);
    }
    const found = id === undefined ? null : this.tables.all.embodiedItems.require(id, `${path}.item`);
    const years = lifetimeYears ?? found?.lifetimeYears ?? null;
    if (years === null) {
      const message = `${path}.lifetimeYears is needed: no lifetime is published with ${id ?? 'kgCo2e'}`;
      throw DomainError.field('VALIDATION_FAILED', `${path}.lifetimeYears`, message);
    }
    return {
      item: found?.id ?? null,
      kgCo2e: (found?.kgCo2e ?? kgCo2e ?? 0) * (input.count ?? 1),
      lifetimeYears: years,
      source: found?.source ?? 'request',
    };
  }
}
