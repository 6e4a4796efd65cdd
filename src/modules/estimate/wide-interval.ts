import { LogNormal, Z95 } from '../../core/statistics/index.js';
import type { IdentifiedFactor } from '../factors/index.js';
import type { Warnings } from './warnings.js';

/** P95 over P5 from which on a factor says little more than an order of magnitude; a judgement of this service, 2026. */
const WIDE = 100;

/** Says so where a factor spans orders of magnitude, and what would narrow it. */
export function warnOfWidth(
  { evidence, group, modelId }: IdentifiedFactor,
  index: number,
  warnings: Warnings,
): void {
  const { mu, sigma, n, level } = evidence;
  if (sigma === null) return;
  const times = LogNormal.quantile({ mu, sigma }, Z95) / LogNormal.quantile({ mu, sigma }, -Z95);
  if (times < WIDE) return;
  const narrower =
    modelId === null
      ? 'give model, the AI model that is used, or source and hardware with more models behind them'
      : 'give dataset, or another source that measured it more often';
  const message =
    `P95 of the factor is ${Number(times.toPrecision(2))} times its P5: it is of level "${level}" and rests on ${n.models} ` +
    `AI model(s) of ${group.sourceId}. ${narrower} (GET /v1/factors?task=${group.task})`;
  warnings.add('WIDE_INTERVAL', message, index);
}
