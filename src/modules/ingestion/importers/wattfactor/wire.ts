import { Energy } from '../../../../core/quantity/index.js';
import {
  ENERGY_SCOPES,
  FUNCTIONAL_UNITS,
  PHASES,
  type PhaseDraft,
  type RunDraft,
} from '../../../../core/run/index.js';
import type { ImportDefaults } from '../import-defaults.js';
import { composeDraft, unitCountOf } from '../shared/draft.js';
import {
  amount,
  at,
  count,
  isFields,
  number,
  object,
  positive,
  text,
  type Fields,
} from '../shared/fields.js';
import { Rejection } from '../shared/rejection.js';
import { asSent } from './exported-run.js';

/** The names of a run on the wire; anything else is a mistake worth telling. Whether it was published is not its own. */
const RUN_FIELDS = new Set(
  `id status reviewReason source sourceVersion externalId sourcePath sourceRow licence measuredAt task dataset model modelReported
  zeroShot inputVariant cohort parameters activeParameters weightPrecision engine hardware gpusActive parallelism
  country region scope energyMethod measured meterTool meterVersion batchSizeMean batchSizeMax inputTokensPerUnit
  outputTokensPerUnit throughputUnitsPerS latencyS scenario imageWidth imageHeight steps frames fps
  emissionsReportedKgCo2e gridReportedGPerKwh flags phases`.split(/\s+/),
);

/** A run as `POST /v1/runs` takes it, or as `GET /v1/runs` gives it. The source is always the uploader's. */
export function runFromWire(given: Fields, row: number, defaults: ImportDefaults): RunDraft {
  const wire = asSent(given);
  const unknown = Object.keys(wire).find((name) => !RUN_FIELDS.has(name));
  if (unknown !== undefined)
    throw new Rejection('ROW_UNREADABLE', `there is no field \`${unknown}\``, unknown);
  const draft = composeDraft(
    {
      row,
      runId: text(wire, 'externalId'),
      content: given,
      measuredAt: text(wire, 'measuredAt'),
      task: text(wire, 'task'),
      dataset: text(wire, 'dataset'),
      model: text(wire, 'model'),
      parameters: count(wire, 'parameters'),
      weightPrecision: text(wire, 'weightPrecision'),
      engine: text(wire, 'engine'),
      hardware: hardwareOf(wire),
      country: text(wire, 'country'),
      region: text(wire, 'region'),
      meter: {
        energyScope: oneOf(ENERGY_SCOPES, wire, 'scope'),
        energyMethod: required(text(wire, 'energyMethod'), 'energyMethod'),
        measured: flag(wire, 'measured') ?? true,
        meterTool: text(wire, 'meterTool'),
        meterVersion: text(wire, 'meterVersion'),
      },
      loadShape: {
        batchSizeMean: positive(amount(wire, 'batchSizeMean')),
        batchSizeMax: positive(amount(wire, 'batchSizeMax')),
        inputTokensPerUnit: amount(wire, 'inputTokensPerUnit'),
        outputTokensPerUnit: amount(wire, 'outputTokensPerUnit'),
        throughputUnitsPerS: amount(wire, 'throughputUnitsPerS'),
        latencyS: amount(wire, 'latencyS'),
        scenario: text(wire, 'scenario'),
      },
      outputShape: {
        imageWidth: count(wire, 'imageWidth'),
        imageHeight: count(wire, 'imageHeight'),
        steps: count(wire, 'steps'),
        frames: count(wire, 'frames'),
        fps: amount(wire, 'fps'),
      },
      phases: phasesOf(wire, defaults),
      emissionsReportedKg: amount(wire, 'emissionsReportedKgCo2e'),
      gridReportedGPerKwh: amount(wire, 'gridReportedGPerKwh'),
      flags: flagsOf(wire),
    },
    defaults,
  );
  return {
    ...draft,
    zeroShot: flag(wire, 'zeroShot') ?? draft.zeroShot,
    inputVariant: text(wire, 'inputVariant') ?? draft.inputVariant,
    cohort: text(wire, 'cohort') ?? draft.cohort,
    modelIdReported: text(wire, 'modelReported'),
    activeParameters: count(wire, 'activeParameters'),
    licence: text(wire, 'licence') ?? draft.licence,
    sourceVersion: text(wire, 'sourceVersion') ?? draft.sourceVersion,
  };
}

function hardwareOf(wire: Fields): Partial<RunDraft['hardware']> {
  const value = at(wire, 'hardware');
  if (value !== undefined && value !== null && !isFields(value)) {
    throw new Rejection(
      'ROW_UNREADABLE',
      'hardware must be an object of gpuModel, gpuCount, nodes, cpuModel and ramGb',
      'hardware',
    );
  }
  const hardware = object(wire, 'hardware');
  const gpuCount = count(hardware, 'gpuCount');
  const nodes = count(hardware, 'nodes');
  return {
    gpuModel: text(hardware, 'gpuModel'),
    ...(gpuCount !== null && { gpuCount }),
    ...(nodes !== null && { nodes }),
    gpusActive: count(hardware, 'gpusActive') ?? count(wire, 'gpusActive'),
    cpuModel: text(hardware, 'cpuModel'),
    ramGb: positive(amount(hardware, 'ramGb')),
    parallelism: text(hardware, 'parallelism') ?? text(wire, 'parallelism'),
  };
}

function phasesOf(wire: Fields, defaults: ImportDefaults): PhaseDraft[] {
  const phases = at(wire, 'phases');
  if (!Array.isArray(phases) || phases.length === 0 || !phases.every(isFields)) {
    throw new Rejection('NO_ENERGY', 'phases must list the phases of the run with their energies', 'phases');
  }
  return phases.map((phase) => phaseFromWire(phase, defaults));
}

/** Energy per unit, the total, or both; the count links them. */
function phaseFromWire(phase: Fields, defaults: ImportDefaults): PhaseDraft {
  const joules = (name: string): number | null => {
    const kwh = amount(phase, name);
    return kwh === null ? null : Energy.fromKwh(kwh);
  };
  const totalJ = joules('energyKwh');
  const whPerUnit = positive(number(phase, 'energyWhPerUnit'));
  const whPerToken = positive(number(phase, 'energyWhPerOutputToken'));
  const ownCount = positive(amount(phase, 'unitCount'));
  if (whPerUnit === null && !totalJ) {
    throw new Rejection(
      'NO_ENERGY',
      'a phase needs energyKwh with unitCount, or energyWhPerUnit',
      'phases.energyKwh',
    );
  }
  const unitCount = whPerUnit === null ? unitCountOf(ownCount, defaults) : ownCount;
  return {
    phase: oneOf(PHASES, phase, 'phase'),
    unit: oneOf(FUNCTIONAL_UNITS, phase, 'unit'),
    unitCount,
    energyTotalJ: totalJ,
    energyGpuJ: joules('energyGpuKwh'),
    energyCpuJ: joules('energyCpuKwh'),
    energyRamJ: joules('energyRamKwh'),
    energyPerUnitJ: whPerUnit === null ? (totalJ ?? 0) / (unitCount ?? 1) : Energy.fromWh(whPerUnit),
    energyPerOutputTokenJ: whPerToken === null ? null : Energy.fromWh(whPerToken),
    durationS: amount(phase, 'durationS'),
    avgPowerW: amount(phase, 'avgPowerW'),
  };
}

function flagsOf(wire: Fields): string[] {
  const flags = at(wire, 'flags') ?? [];
  if (Array.isArray(flags) && flags.every((name) => typeof name === 'string')) return flags;
  throw new Rejection('ROW_UNREADABLE', 'flags must be a list of texts', 'flags');
}

function flag(wire: Fields, name: string): boolean | null {
  const value = at(wire, name) ?? null;
  if (value === null || typeof value === 'boolean') return value;
  throw new Rejection('ROW_UNREADABLE', `${name} must be true or false`, name);
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new Rejection('ROW_UNREADABLE', `\`${name}\` is missing`, name);
  return value;
}

function oneOf<T extends string>(allowed: readonly T[], fields: Fields, name: string): T {
  const value = text(fields, name);
  const found = allowed.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new Rejection('ROW_UNREADABLE', `${name} must be one of ${allowed.join(', ')}`, name);
}
