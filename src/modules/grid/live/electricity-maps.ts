import { LiveFailure } from './live-intensity-provider.js';
import type {
  FallbackReason,
  LiveIntensity,
  LiveIntensityProvider,
  LivePlace,
} from './live-intensity-provider.js';

interface Options {
  /** Where the API is, without `/v3`. */
  readonly baseUrl: string;
  readonly key: string | undefined;
  /** For the whole exchange, connection and body included. */
  readonly timeoutMs: number;
}

/** Electricity Maps, API v3: `GET /v3/carbon-intensity/latest?zone=`, consumption mix, hourly. */
export class ElectricityMaps implements LiveIntensityProvider {
  readonly name = 'Electricity Maps';
  readonly licence = 'Terms of the Electricity Maps API; attribution required';

  constructor(private readonly options: Options) {}

  /** Countries go by alpha-2, cloud regions by the zone in their record; eGRID sub-regions and states have no equal. */
  zoneOf({ kind, alpha2, electricityMapsZone }: LivePlace): string | null {
    return electricityMapsZone ?? (kind === 'country' ? alpha2 : null);
  }

  async latest(zone: string): Promise<LiveIntensity> {
    if (!this.options.key) throw new LiveFailure('no-key', 'WATTFACTOR_ELECTRICITY_MAPS_KEY is not set');
    const { status, text } = await this.get(zone, this.options.key);
    const reason = reasonOfStatus(status);
    if (reason) throw new LiveFailure(reason, `Electricity Maps answered ${status} for ${zone}`);
    return parse(text, zone);
  }

  private async get(zone: string, key: string): Promise<{ status: number; text: string }> {
    const base = this.options.baseUrl.replace(/\/+$/, '');
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    try {
      const response = await fetch(`${base}/v3/carbon-intensity/latest?zone=${encodeURIComponent(zone)}`, {
        headers: { 'auth-token': key, accept: 'application/json' },
        signal,
        // the key is for this host alone
        redirect: 'error',
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      const timedOut = signal.aborted;
      const message = `Electricity Maps ${timedOut ? 'took too long' : 'cannot be reached'}: ${String(error)}`;
      throw new LiveFailure(timedOut ? 'timed-out' : 'unreachable', message);
    }
  }
}

function reasonOfStatus(status: number): FallbackReason | null {
  if (status === 200) return null;
  if (status === 401 || status === 403) return 'key-refused';
  if (status === 400 || status === 404) return 'zone-not-covered';
  return status === 429 ? 'rate-limited' : 'provider-failed';
}

/** Takes nothing on trust: a figure of another zone, below or at 0, or without a time is no figure. */
function parse(text: string, asked: string): LiveIntensity {
  const { zone, carbonIntensity, datetime, isEstimated, emissionFactorType } = objectOf(text);
  const measuredAt = typeof datetime === 'string' ? Date.parse(datetime) : Number.NaN;
  const sound =
    typeof carbonIntensity === 'number' && Number.isFinite(carbonIntensity) && carbonIntensity > 0;
  if (!sound || zone !== asked || Number.isNaN(measuredAt)) {
    const message = `Electricity Maps answered without a usable figure for ${asked}: ${text.slice(0, 200)}`;
    throw new LiveFailure('bad-answer', message);
  }
  return {
    carbonIntensityGPerKwh: carbonIntensity,
    measuredAt: new Date(measuredAt).toISOString(),
    estimated: typeof isEstimated === 'boolean' ? isEstimated : null,
    lifeCycle: typeof emissionFactorType === 'string' ? emissionFactorType : null,
  };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // answered by the caller: it holds no figure
  }
  return {};
}
