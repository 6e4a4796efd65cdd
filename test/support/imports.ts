import type { ImportDto } from '../../src/modules/ingestion/imports/import.dto.js';
import { csv, V3_2_1 } from './codecarbon.js';
import { query } from './database.js';
import type { Reply } from './http.js';
import { withKey } from './keys.js';
import type { Service } from './service.js';

/** Says what a CodeCarbon file does not; a source of its own keeps the tests apart. */
export const about = (source: string): string =>
  `source=${source}&task=text-classification&model=example/model&inferences=1000&fileName=emissions.csv`;

export const uploader =
  (service: Service, key: string) =>
  (
    parameters: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Reply<ImportDto>> =>
    service.request<ImportDto>(`/v1/imports?${parameters}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', ...withKey(key), ...headers },
      body,
    });

/** A CodeCarbon file of so many runs. */
export const rows = (count: number, change: (index: number) => Record<string, string> = () => ({})): string =>
  csv(V3_2_1, ...Array.from({ length: count }, (_, index) => ({ run_id: runId(index), ...change(index) })));

const runId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

export const statisticsOf = (databaseUrl: string, source: string) =>
  query<{ runs: number; mean: number }>(
    databaseUrl,
    `SELECT s.runs, s.energy_wh_mean AS mean FROM cell_statistic s JOIN cell c ON c.id = s.cell_id
     WHERE c.source_id = $1`,
    [source],
  );
