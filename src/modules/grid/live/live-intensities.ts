import type { OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import CircuitBreaker from 'opossum';
import { LiveFailure } from './live-intensity-provider.js';
import type {
  FallbackReason,
  LiveIntensity,
  LiveIntensityProvider,
  LivePlace,
} from './live-intensity-provider.js';

export interface LiveOptions {
  /** How long a figure is served without asking again. */
  readonly cacheMs: number;
  /** How long the provider is left alone after it failed repeatedly. */
  readonly resetMs: number;
  /** Calls within a minute from which on half of them failing is repeated failure. */
  readonly volumeThreshold: number;
  /** Hears when the provider is left alone, when it is back, and of failures that are none of its known ones. */
  readonly say: (line: string) => void;
}

/** A live figure, or why there is none. */
export interface LiveOutcome {
  readonly provider: LiveIntensityProvider;
  /** The provider's name for the place; null where it does not cover it. */
  readonly zone: string | null;
  readonly figure: LiveIntensity | null;
  readonly fallbackReason: FallbackReason | null;
}

const MAX_ZONES = 1_000;
const WINDOW_MS = 60_000;
/** These say nothing about the provider's health. */
const OURS: readonly FallbackReason[] = ['no-key', 'zone-not-covered'];

/** Live figures behind a cache and a circuit breaker; requests for a zone that is being asked for share the call. */
export class LiveIntensities implements OnModuleDestroy {
  private readonly breaker: CircuitBreaker<[zone: string], LiveIntensity>;
  private readonly cache: LRUCache<string, LiveIntensity>;

  constructor(
    private readonly provider: LiveIntensityProvider,
    private readonly options: LiveOptions,
  ) {
    const { cacheMs, resetMs, volumeThreshold, say } = options;
    this.breaker = new CircuitBreaker((zone: string) => provider.latest(zone), {
      timeout: false,
      resetTimeout: resetMs,
      volumeThreshold,
      rollingCountTimeout: WINDOW_MS,
      errorThresholdPercentage: 50,
      errorFilter: (error: unknown) => error instanceof LiveFailure && OURS.includes(error.reason),
    });
    this.breaker.on('open', () => say(`${provider.name} fails: left alone for ${resetMs} ms`));
    this.breaker.on('close', () => say(`${provider.name} answers again`));
    this.cache = new LRUCache({
      max: MAX_ZONES,
      ttl: cacheMs,
      fetchMethod: (zone) => this.breaker.fire(zone),
    });
  }

  /** Never rejects: what went wrong is in the outcome. */
  async latest(place: LivePlace): Promise<LiveOutcome> {
    const { provider } = this;
    const zone = provider.zoneOf(place);
    const without = (fallbackReason: FallbackReason) => ({ provider, zone, figure: null, fallbackReason });
    if (zone === null) return without('zone-not-covered');
    try {
      const figure = await this.cache.fetch(zone);
      return figure ? { provider, zone, figure, fallbackReason: null } : without('provider-failed');
    } catch (error) {
      return without(this.reasonOf(error));
    }
  }

  onModuleDestroy(): void {
    this.breaker.shutdown();
  }

  private reasonOf(error: unknown): FallbackReason {
    if (CircuitBreaker.isOurError(error as Error)) return 'circuit-open';
    if (error instanceof LiveFailure) return error.reason;
    this.options.say(`${this.provider.name} failed in an unknown way: ${String(error)}`);
    return 'provider-failed';
  }
}
