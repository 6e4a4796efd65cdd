import type { Component } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import { closeMatches } from '../../../common/text/fuzzy.js';
import { CompositeMeter } from './composite.js';
import type { Availability, Meter, MeterKind } from './meter.js';
import type { MeterOptions } from './options.js';
import { METERS } from './registry.js';

export interface ProbedMeter {
  readonly name: string;
  readonly summary: string;
  readonly availability: Availability;
}

/** What each meter says of this machine, in the order of the registry. */
export async function probeMeters(options: MeterOptions): Promise<ProbedMeter[]> {
  const probed: ProbedMeter[] = [];
  for (const { name, summary, create } of METERS) {
    probed.push({ name, summary, availability: await create(options).probe() });
  }
  return probed;
}

/**
 * The meter to use: the ones named, together, or the best that this machine has for each part.
 *
 * @param names - names of the registry; empty to choose
 * @throws DomainError `UNKNOWN_METER`, `METER_UNAVAILABLE`, `METERS_OVERLAP`.
 */
export async function chooseMeter(names: readonly string[], options: MeterOptions): Promise<Meter> {
  const [first, ...rest] =
    names.length > 0 ? names.map((name) => meterNamed(name, options)) : await best(options);
  if (first === undefined) return meterNamed('none', options);
  return rest.length === 0 ? first : new CompositeMeter([first, ...rest]);
}

/** @throws DomainError `UNKNOWN_METER`; whether a meter is available is the machine's to say. */
export const requireMeters = (names: readonly string[]): void => names.forEach(kindNamed);

const meterNamed = (name: string, options: MeterOptions): Meter => kindNamed(name).create(options);

function kindNamed(name: string): MeterKind {
  const kind = METERS.find((candidate) => candidate.name === name);
  if (kind) return kind;
  const known = METERS.map((candidate) => candidate.name);
  const message = `there is no meter ${JSON.stringify(name)}; there are ${known.join(', ')}`;
  throw DomainError.field('UNKNOWN_METER', 'meters', message, closeMatches(name, known));
}

/** Part by part the first meter that covers something still uncovered and nothing twice. */
async function best(options: MeterOptions): Promise<Meter[]> {
  const covered = new Set<Component>();
  const chosen: Meter[] = [];
  for (const { name, create } of METERS) {
    const meter = create(options);
    const found = await meter.probe();
    if (!found.available || found.components.length === 0 || name === 'none') continue;
    const overlaps = found.components.some((component) => covered.has(component));
    const wholeNode = found.components.includes('node') ? covered.size > 0 : covered.has('node');
    if (overlaps || wholeNode) continue;
    for (const component of found.components) covered.add(component);
    chosen.push(meter);
  }
  return chosen;
}
