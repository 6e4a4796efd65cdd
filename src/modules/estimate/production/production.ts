import { DomainError } from '../../../core/errors/index.js';
import { exceedsOneMachine, productionInput } from '../../../core/estimate/index.js';
import type { Uncertain } from '../../../core/estimate/index.js';
import { Inject, Injectable } from '@nestjs/common';
import { FactorsService } from '../../factors/index.js';
import type { IdentifiedFactor } from '../../factors/index.js';
import { TablesService } from '../tables/tables.service.js';
import type { ProductionInput } from '../options.input.js';
import type { UsedProductionDto } from '../used.dto.js';
import type { Warnings } from '../warnings.js';

/** What a workload's energy is multiplied by, as inputs and as they are shown. Empty where nothing was asked for. */
export interface Production {
  readonly scales: readonly Uncertain[];
  readonly used: UsedProductionDto[];
}

/** A part of a workload whose factor may not be one of a service. */
interface Use {
  readonly index: number;
  readonly use: string | undefined;
  readonly unitsPerDay: number;
  readonly factor: IdentifiedFactor;
}

/** From measurements to services: what a request asks to apply, and a warning where it asks for nothing. */
@Injectable()
export class ProductionScenarios {
  constructor(
    @Inject(TablesService) private readonly tables: TablesService,
    @Inject(FactorsService) private readonly factors: FactorsService,
  ) {}

  resolve(input: ProductionInput | undefined, path: string): Production {
    if (input === undefined) return { scales: [], used: [] };
    const { k, sigma, scenarios } = input;
    if (k === undefined && scenarios === undefined) {
      const message = `${path} needs k or scenarios; GET /v1/production-scenarios lists them`;
      throw DomainError.field('VALIDATION_FAILED', `${path}.k`, message);
    }
    const own = [k !== undefined && 'k', sigma !== undefined && 'sigma'].find((field) => field);
    if (own && scenarios !== undefined) {
      const message = `${path}.scenarios and ${path}.${own} exclude each other`;
      throw DomainError.field('VALIDATION_FAILED', `${path}.scenarios`, message);
    }
    return k === undefined ? this.ofScenarios(scenarios ?? [], path) : ofRequest(k, sigma ?? 0, path);
  }

  private ofScenarios(ids: readonly string[], path: string): Production {
    const rows = ids.map((id, i) =>
      this.tables.all.productionScenarios.require(id, `${path}.scenarios.${i}`),
    );
    const scales = rows.map(productionInput);
    const used = rows.map(({ id, kind, central, low, high, source, year, confidence }, i) => {
      const sigma = scales[i]?.sigma ?? null;
      return { scenario: id, kind, k: central, low, high, sigma, source, year, confidence };
    });
    return { scales, used };
  }

  /** Says so where a factor measured one request at a time stands for a service, with the measured alternative. */
  warn({ index, use, unitsPerDay, factor }: Use, warnings: Warnings): void {
    if (factor.group.batchSize !== 1 || use === 'experiment') return;
    const tooMany = exceedsOneMachine(unitsPerDay, factor.secondsPerUnit);
    if (use !== 'production' && !tooMany) return;
    const why =
      use === 'production' ? 'use is production' : 'the volume is more than one machine can serve so';
    const message =
      `the factor was measured at batch 1 and ${why}; services batch requests, which can lower the energy per unit ` +
      `by up to 100 times, and longer outputs raise it. Nothing was corrected. ${this.alternative(factor)}` +
      'Give production.k or production.scenarios, or use: experiment';
    warnings.add('BATCH_1_IN_PRODUCTION', message, index);
  }

  private alternative({ group }: IdentifiedFactor): string {
    const rows = this.tables.all.productionAlternatives.filter(({ task }) => task === group.task);
    for (const { alternativeTask, reason } of rows) {
      const found = batched(this.factors.ofTask(alternativeTask));
      if (found) return `Measured in batches: ${describe(found)} (${reason}). `;
    }
    return 'No measured factor in batches is known for a similar task. ';
  }
}

function ofRequest(k: number, sigma: number, path: string): Production {
  const { central, ...none } = {
    central: k,
    kind: null,
    low: null,
    high: null,
    year: null,
    confidence: null,
  };
  const input: Uncertain = { key: `production:${path}`, mean: k, mu: Math.log(k) - sigma ** 2 / 2, sigma };
  return { scales: [input], used: [{ ...none, scenario: null, k: central, sigma, source: 'request' }] };
}

/** The task factor of the most AI models that was measured in batches, the largest batch first; else of one model. */
function batched(factors: readonly IdentifiedFactor[]): IdentifiedFactor | null {
  const inBatches = factors.filter(
    ({ group }) => (group.batchSize ?? 0) > 1 && group.unit !== 'output-token' && !group.zeroShot,
  );
  const ofTask = inBatches.filter(({ evidence }) => evidence.level === 'task');
  const ranked = [...(ofTask.length > 0 ? ofTask : inBatches)].sort(
    (a, b) =>
      b.evidence.n.models - a.evidence.n.models ||
      (b.group.batchSize ?? 0) - (a.group.batchSize ?? 0) ||
      (a.id < b.id ? -1 : 1),
  );
  return ranked[0] ?? null;
}

function describe({ id, group, evidence, outputTokensPerUnit }: IdentifiedFactor): string {
  const length = outputTokensPerUnit === null ? '' : ` of ${Math.round(outputTokensPerUnit)} output tokens`;
  return (
    `${group.task}, ${evidence.mean.toPrecision(3)} Wh per ${group.unit}${length} at batch ${group.batchSize}, ` +
    `${group.energyScope} energy on ${group.hardware}, ${evidence.n.models} models, ${group.sourceId}, factor ${id}`
  );
}
