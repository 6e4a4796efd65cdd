import type { RunDraft } from '../../src/core/run/index.js';
import type { EstimateDto } from '../../src/modules/estimate/estimate.dto.js';
import type { FactorSetDto } from '../../src/modules/factors/factor-set/factor-set.dto.js';
import { createDatabase } from './database.js';
import { addRuns } from './drafts.js';
import { eventually } from './eventually.js';
import type { Reply } from './http.js';
import { createKey, withKey } from './keys.js';
import { startService } from './service.js';
import type { Service } from './service.js';

export const MODEL = 'bigscience/bloom-560m';
export const FLEET = {
  workloads: [
    { task: 'text-generation', users: 10_000_000, inferencesPerUserPerDay: 1, zone: 'USA', pue: 1 },
    { task: 'text-generation', model: MODEL, inferencesPerDay: 5e5, cloudRegion: 'aws/us-west-2' },
    { task: 'summarization', inferencesPerDay: 1e6 },
  ],
};

/** A service on a database of its own, with a key that may publish, and what tests of factor sets do to it. */
export class Publishing {
  private constructor(
    readonly databaseUrl: string,
    readonly service: Service,
    readonly key: Record<string, string>,
  ) {}

  static async start(): Promise<Publishing> {
    const databaseUrl = await createDatabase();
    const service = await startService({ databaseUrl });
    return new Publishing(databaseUrl, service, withKey(await createKey(databaseUrl, 'factors:publish')));
  }

  publish(version: unknown, notes?: string, at = this.service): Promise<Reply<FactorSetDto>> {
    return at.post('/v1/factor-sets', { version, notes }, this.key);
  }

  estimate(factorSet?: string, at = this.service): Promise<Reply<EstimateDto>> {
    return at.post('/v1/estimates', { ...FLEET, factorSet });
  }

  async dataVersion(): Promise<string> {
    return (await this.service.get<{ dataVersion: string }>('/readyz')).body.dataVersion;
  }

  /** Brings runs in and waits until `latest` is derived from them. */
  async ingest(drafts: readonly RunDraft[]): Promise<void> {
    const before = await this.dataVersion();
    expect(await addRuns(this.databaseUrl, drafts)).toHaveLength(drafts.length);
    await eventually(
      () => this.dataVersion(),
      (version) => version !== before,
    );
  }
}

let serial = 0;

/** Another run like the draft, of so many times the energy. */
export function another(draft: RunDraft, times: number, changes: Partial<RunDraft> = {}): RunDraft {
  serial += 1;
  const scaled = (value: number | null) => (value === null ? null : value * times);
  return {
    ...draft,
    externalId: `test-${serial}`,
    ...changes,
    phases: draft.phases.map((phase) => ({
      ...phase,
      energyTotalJ: scaled(phase.energyTotalJ),
      energyGpuJ: scaled(phase.energyGpuJ),
      energyCpuJ: scaled(phase.energyCpuJ),
      energyRamJ: scaled(phase.energyRamJ),
      energyPerUnitJ: phase.energyPerUnitJ * times,
    })),
  };
}
