import { recordToRun } from './measured-record.js';
import type { SourceMapping } from './source-mapping.js';

/** ML.ENERGY meters only the GPUs that serve the model, so all of them were at work. */
const edition = (version: string): SourceMapping => ({
  folder: `ml-energy/${version}`,
  rowToRun: (row, source) => recordToRun(row, source, 'all'),
});

export const mlEnergyV1 = edition('v1');
export const mlEnergyV2 = edition('v2');
export const mlEnergyV3 = edition('v3');
