import { Energy } from '../../../../core/quantity/index.js';
import type { PhaseDraft } from '../../../../core/run/index.js';
import { phaseOf, type PhaseEnergy } from '../shared/energy.js';
import { amount, isFields, object, positive, text, type Fields } from '../shared/fields.js';
import { Rejection } from '../shared/rejection.js';

/** The query as a report tells of it. */
export interface Query {
  readonly name: string;
  readonly energy: PhaseEnergy | null;
  /** Units by the tool's own efficiency, which is units / energy. */
  readonly units: number | null;
  readonly images: boolean;
}

/** The whole query: `generate`, or `prefill` with `decode` (which is generate - prefill), `call` or `forward`. */
export function queryOf(report: Fields): Query | null {
  const name = ['generate', 'prefill', 'call', 'forward'].find((target) => isFields(report[target]));
  if (name === undefined) return null;
  const own = energyAt(report, name);
  const decode = name === 'prefill' ? energyAt(report, 'decode') : null;
  const efficiency = positive(amount(report, `${name}.efficiency.value`));
  const units =
    own === null || efficiency === null ? null : Math.round(Energy.toKwh(own.totalJ) * efficiency);
  if (name === 'prefill' && own !== null && decode === null) {
    throw new Rejection(
      'NO_ENERGY',
      'the report holds the energy of prefill but not that of decode',
      'decode.energy',
    );
  }
  return {
    name,
    energy: own !== null && decode !== null ? added(own, decode) : own,
    units,
    images: text(report, `${name}.efficiency.unit`) === 'images/kWh',
  };
}

/** Energy of a target of the report; null where it was not metered. */
export function energyAt(report: Fields, target: string): PhaseEnergy | null {
  const energy = object(report, `${target}.energy`);
  const totalKwh = positive(amount(energy, 'total'));
  if (totalKwh === null) return null;
  const unit = text(energy, 'unit');
  if (unit !== 'kWh')
    throw new Rejection('ROW_UNREADABLE', `the energy is in ${unit}, not kWh`, `${target}.energy.unit`);
  const joules = (part: string): number | null => {
    const kwh = amount(energy, part);
    return kwh === null ? null : Energy.fromKwh(kwh);
  };
  const durationS = positive(amount(report, `${target}.latency.total`));
  return {
    totalJ: Energy.fromKwh(totalKwh),
    gpuJ: joules('gpu'),
    cpuJ: joules('cpu'),
    ramJ: joules('ram'),
    durationS: text(report, `${target}.latency.count`) === '1' ? durationS : null,
  };
}

function added(a: PhaseEnergy, b: PhaseEnergy): PhaseEnergy {
  const sum = (x: number | null, y: number | null): number | null =>
    x === null || y === null ? null : x + y;
  return {
    totalJ: a.totalJ + b.totalJ,
    gpuJ: sum(a.gpuJ, b.gpuJ),
    cpuJ: sum(a.cpuJ, b.cpuJ),
    ramJ: sum(a.ramJ, b.ramJ),
    durationS: sum(a.durationS, b.durationS),
  };
}

export function loadPhase(report: Fields): PhaseDraft[] {
  const load = energyAt(report, 'load_model') ?? energyAt(report, 'load');
  return load === null ? [] : [phaseOf('load', 'model-load', 1, load)];
}
