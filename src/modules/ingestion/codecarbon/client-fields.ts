import { DomainError } from '../../../core/errors/index.js';
import type { ErrorCode } from '../../../core/errors/index.js';
import { LIMITS } from '../../../core/run/index.js';

/** What a delta says, in the columns that are summed: s, kg and kWh. */
export interface Delta {
  readonly durationS: number | null;
  readonly emissionsKg: number | null;
  readonly cpuEnergyKwh: number | null;
  readonly gpuEnergyKwh: number | null;
  readonly ramEnergyKwh: number | null;
  readonly energyKwh: number;
}

const COLUMNS = {
  durationS: 'duration',
  emissionsKg: 'emissions_sum',
  cpuEnergyKwh: 'cpu_energy',
  gpuEnergyKwh: 'gpu_energy',
  ramEnergyKwh: 'ram_energy',
} as const;

/** Any number of deltas can be summed; what their sum may be is the run's to say. */
const MAX_AMOUNT = LIMITS.durationS.max;

export type Body = Readonly<Record<string, unknown>>;

/** The delta of a body of POST /codecarbon/emissions; its energy is needed, and nothing is negative. */
export function deltaOf(body: Body): Delta {
  const energyKwh = amount(body, 'energy_consumed');
  if (energyKwh === null) throw refused('NO_ENERGY', 'energy_consumed', 'energy_consumed (kWh) is missing');
  const entries = Object.entries(COLUMNS).map(([name, column]) => [name, amount(body, column)] as const);
  return { energyKwh, ...(Object.fromEntries(entries) as Omit<Delta, 'energyKwh'>) };
}

function amount(body: Body, field: string): number | null {
  const value = body[field] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw refused('VALIDATION_FAILED', field, `${field} must be a number`);
  }
  if (value < 0) throw refused('OUT_OF_RANGE', field, `${field} is ${value}; it cannot be negative`);
  if (value > MAX_AMOUNT) {
    const message = `${field} is ${value}; more than ${MAX_AMOUNT} cannot be meant, check its unit`;
    throw refused('OUT_OF_RANGE', field, message);
  }
  return value;
}

const refused = (code: ErrorCode, field: string, message: string): DomainError =>
  DomainError.field(code, field, message);

export function requireObject(body: unknown): Body {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  throw new DomainError('VALIDATION_FAILED', 'The body must be a JSON object, as CodeCarbon sends it');
}
