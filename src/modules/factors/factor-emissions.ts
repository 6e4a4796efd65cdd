import { exact, intensityOf, intervalOfSum, productOf, uncertain } from '../../core/estimate/index.js';
import type { Interval, Uncertain } from '../../core/estimate/index.js';
import { carbonIntensitySigma, PUE_SIGMA } from '../../core/evidence/index.js';
import type { ZoneResolution } from '../grid/index.js';
import type { IdentifiedFactor } from './factors.snapshot.js';

const WH_PER_KWH = 1_000;

/** A PUE that the caller states; exactly 1 leaves the overhead out and so has no spread. */
export const statedPue = (pue: number, site: string): Uncertain =>
  pue === 1 ? exact(1) : uncertain(`pue:${site}:${pue}`, pue, PUE_SIGMA.known);

/** Carbon intensity of a resolved zone, shared by all that draw on it. */
export const intensityOfZone = ({ intensity, subRegionUnknown }: ZoneResolution): Uncertain => {
  const gPerKwh = intensity.carbonIntensityGPerKwh;
  const sigma = subRegionUnknown ? carbonIntensitySigma({ gPerKwh, subRegionUnknown }) : intensity.sigma;
  return uncertain(`grid:${intensity.zone}`, gPerKwh, sigma);
};

/** gCO2e per unit: e · PUE · I. */
export function emissionsPerUnit(factor: IdentifiedFactor, pue: number, zone: ZoneResolution): Interval {
  const kwh = exact(1 / WH_PER_KWH);
  const energy = intensityOf(`factor:${factor.id}`, factor.evidence);
  return intervalOfSum([productOf([kwh, energy, statedPue(pue, zone.resolved.zone), intensityOfZone(zone)])]);
}
