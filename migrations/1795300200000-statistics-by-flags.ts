import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cell statistics are kept apart by the quality flags of their runs, so that flagged runs can be left out. */
export class StatisticsByFlags1795300200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      TRUNCATE cell_statistic;
      ALTER TABLE cell_statistic
        DROP CONSTRAINT cell_statistic_pkey,
        ADD PRIMARY KEY (cell_id, unit, flags),
        ADD COLUMN token_runs integer NOT NULL,
        ADD COLUMN measured_from text,
        ADD COLUMN measured_to text;
      COMMENT ON TABLE cell_statistic IS
        'Welford moments of energy per unit (Wh) and of its logarithm, one row per functional unit and set of flags';
    `);
    await runner.query(fromRuns(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      TRUNCATE cell_statistic;
      ALTER TABLE cell_statistic
        DROP CONSTRAINT cell_statistic_pkey,
        ADD PRIMARY KEY (cell_id, unit),
        DROP COLUMN token_runs,
        DROP COLUMN measured_from,
        DROP COLUMN measured_to;
      COMMENT ON TABLE cell_statistic IS
        'Welford moments of energy per unit (Wh) and of its logarithm, one row per functional unit';
    `);
    await runner.query(fromRuns(false));
  }
}

/** The statistics recomputed from the runs, in the very shape that writers keep them in. */
function fromRuns(byFlags: boolean): string {
  const flagsOfCell = `(SELECT coalesce(array_agg(DISTINCT flag ORDER BY flag), '{}')
    FROM run, unnest(run.qc_flags) AS flag WHERE run.cell_id = sorted.cell_id)`;
  return `
    INSERT INTO cell_statistic (cell_id, unit, runs, energy_wh_mean, energy_wh_m2, ln_energy_mean, ln_energy_m2,
      timed_runs, seconds_mean, load_runs, load_wh_mean, output_tokens_mean, flags${byFlags ? ', token_runs, measured_from, measured_to' : ''})
    WITH query_phase AS (
      SELECT run.*, p.unit, p.unit_count, p.duration_s, p.energy_per_unit_j, p.energy_per_output_token_j,
        (SELECT energy_per_unit_j FROM run_phase l WHERE l.run_id = run.id AND l.phase = 'load') AS load_j
      FROM run JOIN run_phase p ON p.run_id = run.id AND p.phase IN ('query', 'query-steady-state')
    ), measurement AS (
      SELECT cell_id, unit, energy_per_unit_j / 3600 AS wh,
        CASE WHEN duration_s IS NOT NULL AND unit_count > 0 THEN duration_s / unit_count ELSE latency_s END AS seconds,
        load_j / 3600 AS load_wh, output_tokens_per_unit AS tokens, measured_at, qc_flags
      FROM query_phase
      UNION ALL
      SELECT cell_id, 'output-token', energy_per_output_token_j / 3600, NULL, NULL, output_tokens_per_unit,
        measured_at, qc_flags
      FROM query_phase WHERE energy_per_output_token_j > 0 AND unit <> 'output-token'
    ), sorted AS (
      SELECT *, ARRAY(SELECT DISTINCT flag FROM unnest(qc_flags) AS flag ORDER BY flag) AS flags FROM measurement
    )
    SELECT cell_id, unit, count(*), avg(wh), var_pop(wh) * count(*), avg(ln(wh)), var_pop(ln(wh)) * count(*),
      count(seconds), avg(seconds), count(load_wh), avg(load_wh), avg(tokens), ${byFlags ? 'flags, count(tokens), min(measured_at), max(measured_at)' : flagsOfCell}
    FROM sorted GROUP BY cell_id, unit${byFlags ? ', flags' : ''}`;
}
