import type { FunctionalUnit } from '../run/index.js';

/** What a volume may be counted in. */
export const VOLUME_UNITS = ['inference', 'output-token', 'image', 'audio-second'] as const;
export type VolumeUnit = (typeof VOLUME_UNITS)[number];

/**
 * The functional units that a volume selects factors of. An inference is one call, whatever it yields; tokens,
 * images and seconds are counted by nothing but themselves, so that no energy per call is ever read per token.
 */
export const UNITS_OF_VOLUME: Readonly<Record<VolumeUnit, readonly FunctionalUnit[]>> = {
  inference: ['inference', 'request', 'sample', 'image', 'video'],
  'output-token': ['output-token'],
  image: ['image'],
  'audio-second': ['audio-second'],
};

/** An amount of one kind of work. */
export interface Volume {
  readonly unit: VolumeUnit;
  readonly amount: number;
}

/** One amount per unit, in the order of `VOLUME_UNITS`. */
export function volumesOf(volumes: readonly Volume[]): Volume[] {
  return VOLUME_UNITS.flatMap((unit) => {
    const own = volumes.filter((volume) => volume.unit === unit);
    return own.length > 0 ? [{ unit, amount: own.reduce((sum, { amount }) => sum + amount, 0) }] : [];
  });
}

/** The one amount of volumes that all are in one unit; null where they differ. */
export function commonAmount(volumes: readonly Volume[]): number | null {
  const [first, ...others] = volumesOf(volumes);
  return first && others.length === 0 ? first.amount : null;
}
