import type { DuckDBConnection } from '@duckdb/node-api';
import { DomainError } from '../../../core/errors/index.js';
import type { EstimatesService } from '../estimates.service.js';
import type { BulkGroupDto, BulkRowErrorDto, BulkSummaryDto, BulkTotalDto } from './bulk.dto.js';
import { workloadOf } from './combinations.js';
import type { Names } from './combinations.js';
import { ROWS_SQL } from './statements.js';
import { rowView, wrongCells } from './usage-view.js';
import type { UsageSource, Wrong } from './usage-view.js';

const MAX_GROUPS = 10_000;
const MAX_ERRORS = 1_000;
/** The time of an interval goes with the square of what it is of; above this a total has its means alone. */
const MAX_PARTS = 2_000;

/** Rows of the same names and PUE, which share everything that an estimate knows of. */
interface Part extends Names {
  readonly pue_scale: number;
  readonly inferences: number;
}

interface Counted {
  readonly value: string | null;
  readonly rows: number;
  readonly failed: number;
}

/** Totals by a column. What rows share is summed once a group, not once a row, so intervals do not shrink with rows. */
export class Summary {
  constructor(
    private readonly connection: DuckDBConnection,
    private readonly estimates: EstimatesService,
    private readonly factorSet: string | undefined,
  ) {}

  async by(column: string, source: UsageSource): Promise<BulkSummaryDto> {
    await this.connection.run(JOINED);
    const counted = await this.read<Counted>(COUNTED);
    if (counted.length > MAX_GROUPS) throw tooManyGroups(column);
    const groups: BulkGroupDto[] = [];
    for (const { value, rows, failed } of counted) {
      const where = value === null ? 'summary_value IS NULL' : 'summary_value = $value';
      groups.push({ value, ...(await this.total({ rows, failed }, where, value)) });
    }
    const sum = (of: (group: Counted) => number) => counted.reduce((total, group) => total + of(group), 0);
    const all = { rows: sum(({ rows }) => rows), failed: sum(({ failed }) => failed) };
    const total = await this.total(all, 'true', null);
    const errors = all.failed === 0 ? [] : await this.errors(source, Math.min(all.failed, MAX_ERRORS));
    return { factorSet: this.factorSet ?? 'latest', summaryBy: column, total, groups, errors };
  }

  private async errors(source: UsageSource, count: number): Promise<BulkRowErrorDto[]> {
    const [wrong] = await this.read<Wrong>(WRONG);
    if (!wrong) return [];
    await this.connection.run(`CREATE OR REPLACE TABLE usage_wrong AS ${wrongCells(source, wrong, count)}`);
    await this.connection.run(rowView(source, 'usage_wrong'));
    return this.read<BulkRowErrorDto>(ERRORS);
  }

  private async total(
    counts: Pick<Counted, 'rows' | 'failed'>,
    where: string,
    value: string | null,
  ): Promise<BulkTotalDto> {
    const parts = await this.read<Part>(`${PARTS} AND ${where} GROUP BY ALL LIMIT ${MAX_PARTS + 1}`, value);
    if (parts.length === 0) return { ...counts, inferences: 0, energyKwh: NOTHING, emissionsKgCo2e: NOTHING };
    if (parts.length > MAX_PARTS) return { ...counts, ...(await this.means(where, value)) };
    const workloads = parts.map((part) =>
      workloadOf(part, part.inferences, part.pue_kind === 'none' ? null : part.pue_scale),
    );
    const { perDay } = await this.estimates.create({ factorSet: this.factorSet, horizonDays: 1, workloads });
    return {
      ...counts,
      inferences: parts.reduce((total, { inferences }) => total + inferences, 0),
      energyKwh: perDay.energyKwh,
      emissionsKgCo2e: perDay.emissionsKgCo2e,
    };
  }

  private async means(where: string, value: string | null): Promise<Omit<BulkTotalDto, 'rows' | 'failed'>> {
    const select = `SELECT sum(inferences) AS inferences, sum(energy_kwh_mean) AS energy,
      sum(emissions_kg_mean) AS emissions FROM part WHERE error_code IS NULL AND ${where}`;
    const [row] = await this.read<Record<'inferences' | 'energy' | 'emissions', number>>(select, value);
    const only = (mean = 0) => ({ mean, p5: null, p50: null, p95: null });
    return {
      inferences: row?.inferences ?? 0,
      energyKwh: only(row?.energy),
      emissionsKgCo2e: only(row?.emissions),
    };
  }

  private async read<Row>(sql: string, value: string | null = null): Promise<Row[]> {
    const reader = await this.connection.runAndReadAll(sql, value === null ? undefined : { value });
    return reader.getRowObjectsJS() as Row[];
  }
}

const NOTHING = { mean: 0, p5: 0, p50: 0, p95: 0 };

const JOINED = `CREATE OR REPLACE TABLE part AS
  SELECT u.*, coalesce(c.error_code, CASE WHEN u.faulty THEN 'ROW' END) AS error_code,
         u.inferences * u.pue_scale * c.energy_kwh_mean AS energy_kwh_mean,
         u.inferences * u.pue_scale * c.emissions_kg_mean AS emissions_kg_mean
  FROM usage_group u LEFT JOIN combination c
  USING (task, model, dataset, hardware, source, zone_name, cloud_region, pue_kind)`;

const COUNTED = `SELECT summary_value AS value, CAST(sum(row_count) AS DOUBLE) AS rows,
    CAST(coalesce(sum(row_count) FILTER (WHERE error_code IS NOT NULL), 0) AS DOUBLE) AS failed
  FROM part GROUP BY summary_value ORDER BY summary_value NULLS LAST LIMIT ${MAX_GROUPS + 1}`;

const PARTS = `SELECT task, model, dataset, hardware, source, zone_name, cloud_region, pue_kind, pue_scale,
    sum(inferences) AS inferences FROM part WHERE error_code IS NULL`;

const WRONG = `SELECT bool_or(spoilt) AS rows, bool_or(error_code IS NOT NULL AND NOT spoilt) AS names FROM part`;

const ERRORS = `SELECT CAST(row_number AS DOUBLE) AS row, error_field AS field, error_code AS code,
    error_message AS message FROM (${ROWS_SQL}) ORDER BY 1`;

const tooManyGroups = (column: string): DomainError =>
  DomainError.field(
    'TOO_VARIED',
    'summaryBy',
    `"${column.slice(0, 80)}" has more than ${MAX_GROUPS} different values; leave summaryBy out to get every row`,
  );
