import type { SourceDto } from '../src/modules/catalogue/source/source.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { loadSource } from './support/load-source.js';
import { walk } from './support/pages.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let url: string;
let service: Service;
beforeAll(async () => {
  url = await createDatabase();
  service = await startService({ databaseUrl: url });
});

const factors = async (filter = ''): Promise<readonly FactorDto[]> =>
  (await walk<FactorDto>(service, `/v1/factors?${filter}`, 500)).items;

/** Without the stamp of the moment: what a factor says of its measurements. */
const figures = (all: readonly FactorDto[]) => all.map(({ dataVersion: _version, ...rest }) => rest);

const runsOf = async (source: string): Promise<number> => {
  const { status, body } = await service.get<SourceDto>(`/v1/sources/${source}`);
  return status === 200 ? body.runs : 0;
};

describe('a source with bad records', () => {
  it('brings its good ones in, reports the others, and leaves the factors of other sources as they were', async () => {
    const before = await factors();
    expect(await loadSource(url, 'flawed-study/1', 'study')).toMatch(/^2 runs of 8; 6 rejected, .* line 3: /);
    await eventually(
      () => runsOf('flawed-study'),
      (runs) => runs === 2,
    );
    const { body } = await service.get<SourceDto>('/v1/sources/flawed-study');
    expect(body.load).toMatchObject({ records: 8, accepted: 2, rejected: 6 });
    expect(body.load?.rejections.map(({ line, code }) => [line, code])).toEqual([
      [3, 'INVALID'],
      [4, 'INVALID'],
      [5, 'UNKNOWN_TASK'],
      [6, 'DUPLICATE_ID'],
      [7, 'INVALID'],
      [9, 'UNREADABLE'],
    ]);
    const after = await factors();
    expect(figures(after.filter(({ source }) => source !== 'flawed-study'))).toEqual(figures(before));
    const [own] = after.filter(({ source, level }) => source === 'flawed-study' && level === 'measured-cell');
    expect(own?.n.runs).toBe(2);
  });

  it('refuses an unknown unit, an unknown scope and an energy of 0', async () => {
    await loadSource(url, 'flawed-records/1', 'record');
    await eventually(
      () => runsOf('flawed-records'),
      (runs) => runs === 2,
    );
    const { body } = await service.get<SourceDto>('/v1/sources/flawed-records');
    expect(body.load?.rejections.map(({ line }) => line)).toEqual([3, 4, 5]);
  });

  it('shows that all committed records of the study went in', async () => {
    const { body } = await service.get<SourceDto>('/v1/sources/luccioni-2023');
    expect(body.load).toMatchObject({ records: 4170, accepted: 4170, rejected: 0, rejections: [] });
  });
});

/** The sufficient statistics recomputed by Postgres from the runs themselves. */
const RECOMPUTED = `
  WITH measurement AS (
    SELECT r.cell_id, p.unit, p.energy_per_unit_j / 3600 AS wh, r.output_tokens_per_unit AS tokens,
      r.latency_s AS seconds, r.qc_flags AS flags, r.measured_at
    FROM run r JOIN run_phase p ON p.run_id = r.id WHERE r.source_id = 'growing'
    UNION ALL
    SELECT r.cell_id, 'output-token', p.energy_per_output_token_j / 3600, r.output_tokens_per_unit, NULL, r.qc_flags,
      r.measured_at
    FROM run r JOIN run_phase p ON p.run_id = r.id WHERE r.source_id = 'growing'
  )
  SELECT cell_id, unit, flags, count(*)::int AS runs, avg(wh) AS energy_wh_mean, var_pop(wh) * count(*) AS energy_wh_m2,
    avg(ln(wh)) AS ln_energy_mean, var_pop(ln(wh)) * count(*) AS ln_energy_m2, count(seconds)::int AS timed_runs,
    avg(seconds) AS seconds_mean, count(tokens)::int AS token_runs, avg(tokens) AS output_tokens_mean,
    min(measured_at) AS measured_from, max(measured_at) AS measured_to
  FROM measurement GROUP BY cell_id, unit, flags ORDER BY cell_id, unit, flags`;

const STORED = `
  SELECT cell_id, unit, flags, runs, energy_wh_mean, energy_wh_m2, ln_energy_mean, ln_energy_m2, timed_runs,
    seconds_mean, token_runs, output_tokens_mean, measured_from, measured_to
  FROM cell_statistic JOIN cell ON cell.id = cell_id WHERE source_id = 'growing' ORDER BY cell_id, unit, flags`;

describe('a source that grows', () => {
  const alike = (a: Record<string, unknown>[], b: Record<string, unknown>[]) => {
    expect(a).toHaveLength(b.length);
    a.forEach((row, index) => {
      for (const [column, value] of Object.entries(row)) {
        const other = b[index]?.[column];
        if (typeof value === 'number') expect((other as number) - value).toBeCloseTo(0, 9);
        else expect([column, other]).toEqual([column, value]);
      }
    });
  };

  it('has statistics, after each batch, as if they were computed from all its runs', async () => {
    for (const [folder, runs] of [
      ['growing/1', 9],
      ['growing/2', 24],
      ['growing/2', 24],
    ] as const) {
      await loadSource(url, folder, 'record');
      const stored = await query(url, STORED);
      expect(
        stored.filter(({ unit }) => unit === 'request').reduce((sum, row) => sum + Number(row['runs']), 0),
      ).toBe(runs);
      alike(stored, await query(url, RECOMPUTED));
    }
  });

  it('serves the factors that a service started afresh derives', async () => {
    await eventually(
      () => runsOf('growing'),
      (runs) => runs === 24,
    );
    const grown = await factors('source=growing');
    expect(grown.map(({ n }) => n.runs)).toContain(24);
    const fresh = await startService({ databaseUrl: url });
    const derived = await walk<FactorDto>(fresh, '/v1/factors?source=growing', 500);
    expect(figures(derived.items)).toEqual(figures(grown));
  });
});
