import type { IngestResultDto } from '../../src/modules/ingestion/ingest-result.dto.js';
import type { Reply } from './http.js';
import { withKey } from './keys.js';
import type { Service } from './service.js';

type Json = Record<string, unknown>;

/** A run that is right: 0.04 kWh for 1,000 summaries in 15 minutes on one A100. */
export function exampleRun(externalId: string, changes: Json = {}, phase: Json = {}): Json {
  return {
    source: 'test-lab',
    externalId,
    task: 'summarization',
    model: 'facebook/bart-large-cnn',
    dataset: 'samsum',
    scope: 'node-components',
    energyMethod: 'nvml',
    hardware: { gpuModel: 'NVIDIA A100-SXM4-80GB', gpuCount: 1 },
    measuredAt: '2026-01',
    ...changes,
    phases: [
      { phase: 'query', unit: 'inference', unitCount: 1000, energyKwh: 0.04, durationS: 900, ...phase },
    ],
  };
}

export const sendRuns = (
  service: Service,
  key: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<IngestResultDto>> => service.post('/v1/runs', body, { ...withKey(key), ...headers });
