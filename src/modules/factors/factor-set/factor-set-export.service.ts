import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import { GridService } from '../../grid/index.js';
import { FactorsService } from '../factors.service.js';
import { csvOf } from './export/csv.js';
import { jsonOf } from './export/json.js';
import type { DataDictionaryDto, TableDto } from './factor-set-export.dto.js';
import type { ExportFormat, FactorSetExportQuery } from './factor-set.input.js';
import { FactorSetsService } from './factor-sets.service.js';
import type { SetStamp } from './factor-sets.service.js';
import { SET_TABLES } from './tables/index.js';
import type { SetParts, SetTable, TableName } from './tables/index.js';

const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** The tables of a set as files. Rows are in the order of the table, columns in that of the data dictionary. */
@Injectable()
export class FactorSetExportService {
  constructor(
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(GridService) private readonly grid: GridService,
  ) {}

  async file(name: string, query: FactorSetExportQuery): Promise<StreamableFile> {
    const format = (query.format ?? 'csv') as ExportFormat;
    const table = (query.table ?? 'factors') as TableName;
    const { stamp, parts } = await this.partsOf(name);
    const stream = await streamOf(SET_TABLES[table], parts, format, stamp);
    return new StreamableFile(stream, {
      type: MEDIA_TYPES[format],
      disposition: `attachment; filename="wattfactor-${stamp.factorSet}-${table}.${format}"`,
    });
  }

  async dictionary(name: string): Promise<DataDictionaryDto> {
    const { stamp, parts } = await this.partsOf(name);
    const { factorSet, factorSetHash, method, dataVersion } = stamp;
    const tables = Object.values(SET_TABLES).map((table) => describe(table, parts));
    return { factorSet, factorSetHash, method, dataVersion, tables };
  }

  private partsOf(name: string): Promise<{ stamp: SetStamp; parts: SetParts }> {
    const parts = () => ({ factors: this.factors.directories, grid: this.grid.snapshot });
    return this.sets.read(name, 'version', (stamp) => ({ stamp, parts: parts() }), 404);
  }
}

async function streamOf(
  { columns, cells }: SetTable,
  parts: SetParts,
  format: ExportFormat,
  stamp: SetStamp,
): Promise<Readable> {
  const rows = cells(parts);
  if (format === 'csv') return Readable.from(csvOf(columns, rows), { objectMode: false });
  if (format === 'json') return Readable.from(jsonOf(columns, rows), { objectMode: false });
  // half a second of DuckDB that only those who use it wait for
  const { parquetOf } = await import('./export/parquet.js');
  return parquetOf(columns, rows, {
    factor_set: stamp.factorSet,
    factor_set_hash: stamp.factorSetHash ?? '',
    method: stamp.method,
  });
}

const describe = ({ name, description, columns, count }: SetTable, parts: SetParts): TableDto => ({
  table: name,
  description,
  rows: count(parts),
  columns: columns.map((column) => ({ ...column })),
});
