import { ObjectType } from '@nestjs/graphql';

/** What became of a request for a live figure. */
@ObjectType('LiveUse')
export class LiveUseDto {
  provider: string;

  /** The provider's name for the zone; null where it does not cover it. */
  providerZone: string | null;

  /** Whether a live figure was asked for. */
  asked: boolean;

  /** Whether the live figure is the one in the answer; if not, the stored one is. */
  used: boolean;

  /**
   * Why the stored figure is used: no-key, zone-not-covered, timed-out, key-refused, rate-limited, provider-failed,
   * unreachable, bad-answer or circuit-open. Null where the live one is.
   */
  fallbackReason: string | null;

  /** The figure to use, live or stored, gCO2e per kWh. */
  carbonIntensityGPerKwh: number;

  /** When the live figure holds, ISO 8601; null where the stored one is used. */
  measuredAt: string | null;

  /** Whether the provider estimated the live figure; null where it does not say or the stored one is used. */
  estimated: boolean | null;

  /** `lifecycle` or `direct` of the figure to use; null where not known. */
  lifeCycle: string | null;
}
