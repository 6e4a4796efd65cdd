/** Why an answer holds the stored figure although a live one was asked for. */
export const FALLBACK_REASONS = [
  'no-key',
  'zone-not-covered',
  'timed-out',
  'key-refused',
  'rate-limited',
  'provider-failed',
  'unreachable',
  'bad-answer',
  'circuit-open',
] as const;

export type FallbackReason = (typeof FALLBACK_REASONS)[number];

/** A live figure could not be had. */
export class LiveFailure extends Error {
  override readonly name = 'LiveFailure';

  constructor(
    readonly reason: FallbackReason,
    message: string,
  ) {
    super(message);
  }
}

/** A place as far as a provider needs it to find its own name for it. */
export interface LivePlace {
  /** Zone that the stored figure is of. */
  readonly zone: string;
  readonly kind: string;
  /** ISO 3166-1 alpha-2, of countries only. */
  readonly alpha2: string | null;
  /** Electricity Maps' name for the grid of the cloud region that was asked for. */
  readonly electricityMapsZone: string | null;
}

/** Carbon intensity of electricity at a moment. */
export interface LiveIntensity {
  /** Location-based, gCO2e per kWh, above 0. */
  readonly carbonIntensityGPerKwh: number;
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  /** Whether the provider estimated it; null where it does not say. */
  readonly estimated: boolean | null;
  /** `lifecycle` or `direct`; null where the provider does not say. */
  readonly lifeCycle: string | null;
}

/** A service that tells the carbon intensity of a grid now. Adding one is one such class. */
export interface LiveIntensityProvider {
  readonly name: string;
  readonly licence: string;
  /** The provider's name for a place; null where it does not cover it. */
  zoneOf(place: LivePlace): string | null;
  /**
   * The newest figure of one of the provider's zones.
   *
   * @throws LiveFailure with the reason.
   */
  latest(zone: string): Promise<LiveIntensity>;
}
