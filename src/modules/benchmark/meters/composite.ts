import { combineReadings, type Component, type Reading } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import { requireAvailable, type Availability, type Measurement, type Meter } from './meter.js';

/**
 * Several meters as one. No part of the machine may be metered twice, and where one meter is lost the reading is:
 * joules of fewer parts would be of another scope.
 */
export class CompositeMeter implements Meter {
  readonly name: string;

  constructor(private readonly meters: readonly [Meter, ...Meter[]]) {
    this.name = meters.map(({ name }) => name).join('+');
  }

  async probe(): Promise<Availability> {
    const found = [];
    for (const meter of this.meters) {
      const one = await meter.probe();
      if (!one.available) return one;
      found.push(one);
    }
    const components = found.flatMap((one) => one.components);
    refuseOverlap(components);
    const periods = found.map(({ periodS }) => periodS).filter((period) => period !== null);
    return {
      available: true,
      sees: [...new Set(found.flatMap(({ sees }) => sees))],
      components,
      details: found.map(({ details }) => details).join('; '),
      periodS: periods.length === 0 ? null : Math.max(...periods),
    };
  }

  async start(): Promise<Measurement> {
    await requireAvailable(this);
    const started: Measurement[] = [];
    try {
      for (const meter of this.meters) started.push(await meter.start());
    } catch (error) {
      await Promise.allSettled(started.map((measurement) => measurement.stop()));
      throw error;
    }
    return { stop: () => stopAll(started) };
  }
}

async function stopAll(started: readonly Measurement[]): Promise<Reading> {
  const settled = await Promise.allSettled(started.map((measurement) => measurement.stop()));
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  const readings = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const [first, ...rest] = readings;
  if (first === undefined) throw new Error('a composite of no meters');
  return combineReadings([first, ...rest]);
}

function refuseOverlap(components: readonly Component[]): void {
  const twice = components.find((component, index) => components.indexOf(component) !== index);
  const overlap = components.includes('node') && components.length > 1 ? 'node' : twice;
  if (overlap === undefined) return;
  const message =
    overlap === 'node'
      ? 'a meter of the whole node holds its parts: use it alone'
      : `${overlap} would be metered twice: leave one of the meters out`;
  throw DomainError.field('METERS_OVERLAP', 'meters', message);
}
