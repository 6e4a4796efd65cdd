import type { FieldError } from '../../core/errors/index.js';
import { shortened } from './shortened.js';

/** The core's names of fields that the wire calls otherwise. */
const WIRE_NAMES: Readonly<Record<string, string>> = {
  sourceId: 'source',
  modelId: 'model',
  modelIdReported: 'modelReported',
  energyScope: 'scope',
  emissionsReportedKg: 'emissionsReportedKgCo2e',
  qcFlags: 'flags',
  energyTotalJ: 'energyKwh',
  energyGpuJ: 'energyGpuKwh',
  energyCpuJ: 'energyCpuKwh',
  energyRamJ: 'energyRamKwh',
  energyPerUnitJ: 'energyWhPerUnit',
  energyPerOutputTokenJ: 'energyWhPerOutputToken',
};

/** A fault in the terms of whoever sent the record; a message may quote what came only so far. */
export const onTheWire = (error: FieldError): FieldError => ({
  ...error,
  field: error.field.split('.').map(wireName).join('.'),
  message: shortened(error.message).replace(/\w+/g, wireName),
});

const wireName = (name: string): string => WIRE_NAMES[name] ?? name;
