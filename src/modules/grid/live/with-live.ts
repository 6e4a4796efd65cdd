import { carbonIntensitySigma } from '../../../core/evidence/index.js';
import type { ZoneResolution } from '../resolve-zone.js';
import type { LiveOutcome } from './live-intensities.js';

/** A resolution with the live figure in place of the stored one, or with the reason why it is not. */
export function withLive(stored: ZoneResolution, outcome: LiveOutcome): ZoneResolution {
  const { provider, zone, figure, fallbackReason } = outcome;
  const shown = figure ?? stored.resolved;
  const live = {
    provider: provider.name,
    providerZone: zone,
    asked: true,
    used: figure !== null,
    fallbackReason,
    carbonIntensityGPerKwh: shown.carbonIntensityGPerKwh,
    measuredAt: figure?.measuredAt ?? null,
    estimated: figure?.estimated ?? null,
    lifeCycle: shown.lifeCycle,
  };
  if (!figure) return { ...stored, resolved: { ...stored.resolved, live } };
  const { carbonIntensityGPerKwh, lifeCycle } = figure;
  const { subRegionUnknown } = stored;
  return {
    ...stored,
    resolved: {
      ...stored.resolved,
      carbonIntensityGPerKwh,
      year: new Date(figure.measuredAt).getUTCFullYear(),
      vintage: 'live',
      lifeCycle,
      source: provider.name,
      licence: provider.licence,
      secondHand: false,
      note: null,
      live,
    },
    intensity: {
      zone: stored.intensity.zone,
      carbonIntensityGPerKwh,
      sigma: carbonIntensitySigma({ gPerKwh: carbonIntensityGPerKwh, subRegionUnknown }),
    },
  };
}
