import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { DomainError } from '../../../core/errors/index.js';
import type { EstimateDto } from '../estimate.dto.js';
import type { WorkloadInput } from '../estimate.input.js';
import type { EstimatesService } from '../estimates.service.js';
import { COMBINATION_COLUMNS } from './statements.js';

/** Different combinations of names in one file; each is computed once. */
export const MAX_COMBINATIONS = 100_000;

/** Any PUE but 1: figures go with it in proportion, so that one stands for all that are given. */
const ANY_PUE = 2;

const KEYS = 'task, model, dataset, hardware, source, zone_name, cloud_region, pue_kind';

export type PueKind = 'none' | 'one' | 'given';

/** The names of a row, empty where not given. */
export interface Names {
  readonly task: string;
  readonly model: string;
  readonly dataset: string;
  readonly hardware: string;
  readonly source: string;
  readonly zone_name: string;
  readonly cloud_region: string;
  readonly pue_kind: PueKind;
}

type Cells = Record<keyof typeof COMBINATION_COLUMNS, string | number | null>;

/** The table `combination`: what one inference of each combination takes, or why it cannot be computed. */
export async function tabulate(
  connection: DuckDBConnection,
  estimates: EstimatesService,
  factorSet: string | undefined,
): Promise<void> {
  const columns = Object.entries(COMBINATION_COLUMNS);
  await connection.run(
    `CREATE OR REPLACE TABLE combination (${columns.map(([name, type]) => `${name} ${type}`).join(', ')})`,
  );
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT ${KEYS} FROM usage_group WHERE NOT faulty LIMIT ${MAX_COMBINATIONS + 1}`,
  );
  const all = found.getRowObjectsJS() as unknown as Names[];
  if (all.length > MAX_COMBINATIONS) throw tooVaried();
  const appender = await connection.createAppender('combination');
  append(appender, { ...NO_NAMES, ...NO_FIGURES, error_field: null, error_code: null, error_message: null });
  let stamp: string | null = null;
  for (const names of all) {
    const { cells, from } = await unitOf(names, estimates, factorSet);
    stamp ??= from;
    if (from !== null && from !== stamp) throw movedOn();
    append(appender, cells);
    await nextTurn();
  }
  appender.closeSync();
}

function append(appender: DuckDBAppender, cells: Cells): void {
  for (const [name, type] of Object.entries(COMBINATION_COLUMNS)) {
    const value = cells[name as keyof Cells];
    if (value === null) appender.appendNull();
    else if (type === 'DOUBLE') appender.appendDouble(value as number);
    else appender.appendVarchar(String(value));
  }
  appender.endRow();
}

/** One inference, by the estimate that a single request gives. */
async function unitOf(
  names: Names,
  estimates: EstimatesService,
  factorSet: string | undefined,
): Promise<{ readonly cells: Cells; readonly from: string | null }> {
  const pue = names.pue_kind === 'given' ? ANY_PUE : 1;
  try {
    const workload = workloadOf(names, 1, names.pue_kind === 'none' ? null : pue);
    const estimate = await estimates.create({ factorSet, horizonDays: 1, workloads: [workload] });
    return { cells: { ...names, ...figuresOf(estimate, pue) }, from: estimate.dataVersion };
  } catch (error) {
    if (!(error instanceof DomainError) || error.errors.some(({ field }) => field === 'factorSet'))
      throw error;
    const field = error.errors[0]?.field.replace(FIELD_PREFIX, '') ?? 'row';
    const message = error.message.replaceAll('workloads.0.', '');
    return {
      cells: { ...names, ...NO_FIGURES, error_field: field, error_code: error.code, error_message: message },
      from: null,
    };
  }
}

const FIELD_PREFIX = /^workloads\.0\./;

/** A row's names as a workload of an estimate. */
export function workloadOf(names: Names, inferencesPerDay: number, pue: number | null): WorkloadInput {
  const { task, model, dataset, hardware, source, zone_name: zone, cloud_region: cloudRegion } = names;
  const given = Object.entries({ model, dataset, hardware, source, zone, cloudRegion });
  return {
    task,
    ...Object.fromEntries(given.filter(([, name]) => name !== '')),
    inferencesPerDay,
    ...(pue !== null && { pue }),
  };
}

function figuresOf({ perDay, workloads }: EstimateDto, pue: number): Omit<Cells, keyof Names> {
  const { energyKwh, emissionsKgCo2e } = perDay;
  const [used] = workloads;
  const per = (figure: number | null) => (figure === null ? null : figure / pue);
  return {
    factor_id: used?.factor?.id ?? null,
    level: used?.level ?? null,
    zone: used?.zone?.zone ?? null,
    vintage: used?.zone?.vintage ?? null,
    pue: per(used?.pue?.value ?? null),
    energy_kwh_mean: per(energyKwh.mean),
    energy_kwh_p5: per(energyKwh.p5),
    energy_kwh_p50: per(energyKwh.p50),
    energy_kwh_p95: per(energyKwh.p95),
    emissions_kg_mean: per(emissionsKgCo2e.mean),
    emissions_kg_p5: per(emissionsKgCo2e.p5),
    emissions_kg_p50: per(emissionsKgCo2e.p50),
    emissions_kg_p95: per(emissionsKgCo2e.p95),
    error_field: null,
    error_code: null,
    error_message: null,
  };
}

/** What rows have in common that are wrong in themselves. */
const NO_NAMES: Names = {
  task: '',
  model: '',
  dataset: '',
  hardware: '',
  source: '',
  zone_name: '',
  cloud_region: '',
  pue_kind: 'none',
};

const NO_FIGURES: Omit<Cells, keyof Names | 'error_field' | 'error_code' | 'error_message'> = {
  factor_id: null,
  level: null,
  zone: null,
  vintage: null,
  pue: null,
  energy_kwh_mean: null,
  energy_kwh_p5: null,
  energy_kwh_p50: null,
  energy_kwh_p95: null,
  emissions_kg_mean: null,
  emissions_kg_p5: null,
  emissions_kg_p50: null,
  emissions_kg_p95: null,
};

const tooVaried = (): DomainError =>
  new DomainError(
    'TOO_VARIED',
    `the file has more than ${MAX_COMBINATIONS} different combinations of task, model, place and the like; split it`,
  );

const movedOn = (): DomainError =>
  new DomainError(
    'CONFLICT',
    'the factors changed while the file was read; send it again, or pin a factorSet',
  );
