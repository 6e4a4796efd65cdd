/**
 * The statements of docs/scale-out.md, which DuckDB runs here and other engines run on their own tables. Portable:
 * no functions, no casts, no order that an engine would have to keep.
 *
 * `usage_row` is the checked usage, one row a line of the file: empty text where a name is not given, NULL
 * `inferences` where the row is wrong, `pue_kind` none, one or given, and `pue_scale` the PUE where given, else 1.
 * `combination` says what one inference of each combination of names takes, as the service computes it from a
 * factor set. `factors` and `grid` are tables of that set as it is exported.
 */
const SAME_NAMES = `c.task = u.task AND c.model = u.model AND c.dataset = u.dataset
   AND c.hardware = u.hardware AND c.source = u.source
   AND c.zone_name = u.zone_name AND c.cloud_region = u.cloud_region AND c.pue_kind = u.pue_kind`;

/** Every row with its figures, linear in the volume and in a PUE that is given. */
export const ROWS_SQL = `SELECT u.row_number, u.label, c.factor_id, c.level, c.zone, c.vintage,
       u.pue_scale * c.pue AS pue, u.inferences,
       u.inferences * u.pue_scale * c.energy_kwh_mean AS energy_kwh_mean,
       u.inferences * u.pue_scale * c.energy_kwh_p5 AS energy_kwh_p5,
       u.inferences * u.pue_scale * c.energy_kwh_p50 AS energy_kwh_p50,
       u.inferences * u.pue_scale * c.energy_kwh_p95 AS energy_kwh_p95,
       u.inferences * u.pue_scale * c.emissions_kg_mean AS emissions_kg_mean,
       u.inferences * u.pue_scale * c.emissions_kg_p5 AS emissions_kg_p5,
       u.inferences * u.pue_scale * c.emissions_kg_p50 AS emissions_kg_p50,
       u.inferences * u.pue_scale * c.emissions_kg_p95 AS emissions_kg_p95,
       COALESCE(u.error_field, c.error_field) AS error_field,
       COALESCE(u.error_code, c.error_code) AS error_code,
       COALESCE(u.error_message, c.error_message) AS error_message
  FROM usage_row u
  LEFT JOIN combination c
    ON ${SAME_NAMES}`;

/** The total of all rows that are right: means add. */
export const TOTALS_SQL = `SELECT SUM(u.inferences) AS inferences,
       SUM(u.inferences * u.pue_scale * c.energy_kwh_mean) AS energy_kwh_mean,
       SUM(u.inferences * u.pue_scale * c.emissions_kg_mean) AS emissions_kg_mean
  FROM usage_row u
  JOIN combination c
    ON ${SAME_NAMES}
 WHERE c.error_code IS NULL AND u.error_code IS NULL`;

/** The same total from the exported factor set alone: `combination` only says which factor and figure are meant. */
export const SET_TOTALS_SQL = `SELECT SUM(u.inferences) AS inferences,
       SUM(u.inferences * u.pue_scale * c.pue * f.energy_wh_per_unit_mean / 1000) AS energy_kwh_mean,
       SUM(u.inferences * u.pue_scale * c.pue * f.energy_wh_per_unit_mean / 1000
           * g.carbon_intensity_g_per_kwh / 1000) AS emissions_kg_mean
  FROM usage_row u
  JOIN combination c
    ON ${SAME_NAMES}
  JOIN factors f ON f.id = c.factor_id
  JOIN grid g ON g.zone = c.zone AND g.vintage = c.vintage
 WHERE c.error_code IS NULL AND u.error_code IS NULL`;

/** Column and type of `combination`, in types that every engine knows in one spelling or another. */
export const COMBINATION_COLUMNS = {
  task: 'VARCHAR',
  model: 'VARCHAR',
  dataset: 'VARCHAR',
  hardware: 'VARCHAR',
  source: 'VARCHAR',
  zone_name: 'VARCHAR',
  cloud_region: 'VARCHAR',
  pue_kind: 'VARCHAR',
  factor_id: 'VARCHAR',
  level: 'VARCHAR',
  zone: 'VARCHAR',
  vintage: 'VARCHAR',
  pue: 'DOUBLE',
  energy_kwh_mean: 'DOUBLE',
  energy_kwh_p5: 'DOUBLE',
  energy_kwh_p50: 'DOUBLE',
  energy_kwh_p95: 'DOUBLE',
  emissions_kg_mean: 'DOUBLE',
  emissions_kg_p5: 'DOUBLE',
  emissions_kg_p50: 'DOUBLE',
  emissions_kg_p95: 'DOUBLE',
  error_field: 'VARCHAR',
  error_code: 'VARCHAR',
  error_message: 'VARCHAR',
} as const;
