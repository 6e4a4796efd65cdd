import { byText } from '../collections.js';

/** `running` and `queued` go on; the others are ends, with the meanings of the protocol's outcomes. */
export const JOB_STATUSES = [
  'queued',
  'running',
  'converged',
  'not-converged',
  'unmetered',
  'cancelled',
  'partial',
  'failed',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
export type JobEnd = Exclude<JobStatus, 'queued' | 'running'>;

export const hasEnded = (status: JobStatus): status is JobEnd => status !== 'queued' && status !== 'running';

/** What every run of a benchmark that ended so is flagged with. */
export function endFlags(status: JobEnd): string[] {
  if (status === 'not-converged') return ['not-converged'];
  return status === 'partial' || status === 'cancelled' ? ['partial'] : [];
}

/** Times that a job is taken up again after its worker died: a job that kills its workers must end. */
export const MAX_INTERRUPTIONS = 5;

/** Faults that may be gone a little later. All others would come back. */
const PASSING = ['INFERENCE_FAILED', 'METER_LOST', 'INTERNAL', 'NOT_READY'];

export const isPassing = (code: string): boolean => PASSING.includes(code);

/** What a job asks of its worker. An empty list of meters is the best that the worker has. */
interface Wanted {
  readonly executor: string;
  readonly meters: readonly string[];
}

/** What a worker must offer, as labels such as `executor:lande`. */
export const needsOf = ({ executor, meters }: Wanted): string[] => [
  `executor:${executor}`,
  ...meters.map((meter) => `meter:${meter}`),
];

export const hardwareLabel = (hardware: string): string => `hardware:${hardware}`;

/** What a job needs once it has been measured on some machine: the same meters there, or the figures do not mix. */
export function needsToGoOn(wanted: Wanted, metersUsed: readonly string[], hardware: string): string[] {
  return [...needsOf({ ...wanted, meters: metersUsed }), hardwareLabel(hardware)];
}

export const canDo = (offers: readonly string[], needs: readonly string[]): boolean =>
  needs.every((need) => offers.includes(need));

/** The one executor that a worker's owner has to allow. */
const COMMAND = 'executor:command';

/** Why nobody takes a job; null where somebody could. */
export function whyNobody(needs: readonly string[], workers: readonly (readonly string[])[]): string | null {
  if (workers.some((offers) => canDo(offers, needs))) return null;
  const named = (kind: string): string[] =>
    needs.filter((need) => need.startsWith(`${kind}:`)).map((need) => need.slice(kind.length + 1));
  const meters = named('meter').sort(byText((name) => name));
  const pinned = named('hardware').length > 0;
  const what = `executor ${named('executor').join(', ')}${meters.length > 0 ? ` with meter ${meters.join(' + ')}` : ''}`;
  const reason = pinned
    ? `no worker offers ${what} on hardware like that of the repetitions so far; cancel to keep those`
    : `no worker offers ${what}`;
  const allowed = !needs.includes(COMMAND) || workers.some((offers) => offers.includes(COMMAND));
  return allowed ? reason : `${reason}; a worker runs programs where WATTFACTOR_WORKER_COMMANDS=on`;
}
