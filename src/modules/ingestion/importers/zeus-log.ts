import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { Row } from './shared/csv-rows.js';
import { csvTable } from './shared/csv-table.js';
import { composeDraft, unitCountOf, unitOf } from './shared/draft.js';
import { gpuEnergy, phaseOf } from './shared/energy.js';
import { amount, number, positive, text } from './shared/fields.js';
import { Rejection } from './shared/rejection.js';

const COLUMNS = ['start_time', 'window_name', 'elapsed_time'];
const GPU_COLUMN = /^gpu\d+_energy$/;

/** The log of a Zeus monitor, one row a window: joules of each GPU. Every window is a run of `inferences`. */
export const zeusLog = csvTable({
  format: 'zeus-csv',
  title: 'Zeus monitor log',
  columns: COLUMNS,
  toDraft,
});

function toDraft(row: number, cells: Row, defaults: ImportDefaults): RunDraft {
  const gpus = Object.keys(cells).filter((column) => GPU_COLUMN.test(column));
  const energies = gpus.map((column) => gpuJoules(cells, column));
  if (energies.length === 0) throw new Rejection('NO_ENERGY', 'no column such as gpu0_energy is there');
  const totalJ = energies.reduce((sum, energy) => sum + energy, 0);
  const durationS = positive(amount(cells, 'elapsed_time'));
  return composeDraft(
    {
      row,
      runId: null,
      content: cells,
      measuredAt: startOf(cells),
      hardware: { gpuCount: gpus.length, gpusActive: gpus.length },
      meter: {
        energyScope: 'gpu',
        energyMethod: 'gpu-counter-zeus',
        measured: true,
        meterTool: 'zeus',
        meterVersion: null,
      },
      loadShape: { scenario: text(cells, 'window_name') },
      phases: [
        phaseOf(
          'query',
          unitOf('inference', defaults),
          unitCountOf(null, defaults),
          gpuEnergy(totalJ, durationS),
        ),
      ],
    },
    defaults,
  );
}

function gpuJoules(cells: Row, column: string): number {
  const energy = positive(amount(cells, column));
  if (energy !== null) return energy;
  throw new Rejection(
    'NO_ENERGY',
    `${column} is 0: the window is shorter than the period of the GPU's energy counter; measure for longer`,
    column,
  );
}

/** Before this a number of seconds is an uptime, not a time of day. */
const EARLIEST_EPOCH_S = Date.UTC(2015, 0, 1) / 1000;

function startOf(cells: Row): string | null {
  const seconds = number(cells, 'start_time');
  if (seconds === null || seconds < EARLIEST_EPOCH_S) return null;
  const date = new Date(seconds * 1000);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new Rejection('ROW_UNREADABLE', `start_time holds ${seconds}, not a time`, 'start_time');
}
