import { cloudRegionsTable } from './cloud-regions.table.js';
import { factorsTable } from './factors.table.js';
import { gridTable } from './grid.table.js';
import { providersTable } from './providers.table.js';
import type { SetTable } from './set-table.js';

/** Every table of a set, in the order of lists. */
export const SET_TABLES = {
  factors: factorsTable,
  grid: gridTable,
  'cloud-regions': cloudRegionsTable,
  providers: providersTable,
} satisfies Record<string, SetTable>;

export type TableName = keyof typeof SET_TABLES;
export const TABLES = Object.keys(SET_TABLES) as TableName[];

export type { Cell, Column, ColumnType } from './column.js';
export type { SetParts, SetTable, SetTableDiff } from './set-table.js';
