import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import { readConfig } from '../../../common/config/config.js';
import { EstimatesService } from '../estimates.service.js';
import type { BulkSummaryDto } from './bulk.dto.js';
import type { BulkQuery } from './bulk.input.js';
import { tabulate } from './combinations.js';
import { receive } from './receive.js';
import { openCells, stageCells } from './stage.js';
import { Summary } from './summary.js';
import { Turns } from './turns.js';
import { isNoUtf8, unreadable } from './unreadable.js';
import { formatOf, isGzip, sourceOf } from './usage-source.js';
import type { UsageFormat } from './usage-source.js';
import { groupStatement, rowView } from './usage-view.js';
import { inWorkspace } from './workspace.js';
import type { Workspace } from './workspace.js';
import { writeCombinations, writeRows } from './write-rows.js';

const MEDIA_TYPES: Record<UsageFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** A file and what is asked of it. */
interface Usage {
  readonly file: string;
  readonly workspace: Workspace;
  readonly format: UsageFormat;
  readonly query: BulkQuery;
}

/** Each takes its share of memory, so that few run beside each other. */
const AT_A_TIME = 2;

/** Estimates of files of usage, of any length, in memory that does not grow with it. */
@Injectable()
export class BulkEstimatesService {
  private readonly limit = { bytes: readConfig().BULK_LIMIT_BYTES, setting: 'BULK_LIMIT_BYTES' };
  private readonly turns = new Turns(AT_A_TIME);

  constructor(@Inject(EstimatesService) private readonly estimates: EstimatesService) {}

  /** Every row with its result or its error, in the order of the file; with `summaryBy` the totals instead. */
  estimate(body: Readable, query: BulkQuery): Promise<StreamableFile | BulkSummaryDto> {
    return this.turns.take(() => inWorkspace((workspace) => this.received(body, workspace, query)));
  }

  /** The same of a file on this machine, which is read where it lies if it is plain UTF-8 or Parquet. */
  estimateFile(path: string, query: BulkQuery): Promise<StreamableFile | BulkSummaryDto> {
    return inWorkspace(async (workspace) => {
      if (!(await isGzip(path))) {
        try {
          return await this.read(path, workspace, query);
        } catch (error) {
          if (!isNoUtf8(error)) throw error;
        }
      }
      return this.received(createReadStream(path), workspace, query);
    });
  }

  private async received(
    body: Readable,
    workspace: Workspace,
    query: BulkQuery,
  ): Promise<StreamableFile | BulkSummaryDto> {
    const path = workspace.path('usage');
    await receive(body, path, this.limit);
    return this.read(path, workspace, query);
  }

  private async read(
    file: string,
    workspace: Workspace,
    query: BulkQuery,
  ): Promise<StreamableFile | BulkSummaryDto> {
    const format = await formatOf(file);
    try {
      return await this.inParallelIfPossible({ file, workspace, format, query });
    } catch (error) {
      throw isNoUtf8(error) ? error : unreadable(error, format);
    }
  }

  /** Lines within quotes can only be read in one go; that a file has such shows when they are met. */
  private async inParallelIfPossible(usage: Usage): Promise<StreamableFile | BulkSummaryDto> {
    try {
      return await this.work(usage, false);
    } catch (error) {
      if (usage.format !== 'csv' || !/quoted new lines/.test(String(error))) throw error;
      return this.work(usage, true);
    }
  }

  private async work(
    { file, workspace: { connection, path }, format, query }: Usage,
    serial: boolean,
  ): Promise<StreamableFile | BulkSummaryDto> {
    const { factorSet, summaryBy, combinations, format: wanted } = query;
    const source = await sourceOf(connection, file, format, summaryBy, serial);
    await openCells(connection, source);
    const rowsWanted = summaryBy === undefined && !combinations;
    if (rowsWanted && !source.numbered) await stageCells(connection, path('staged'));
    await connection.run(groupStatement(source));
    await tabulate(connection, this.estimates, factorSet);
    if (summaryBy !== undefined)
      return new Summary(connection, this.estimates, factorSet).by(summaryBy, source);
    await connection.run(rowView(source, 'usage_placed'));
    const outFormat = combinations ? 'parquet' : ((wanted as UsageFormat | undefined) ?? format);
    if (combinations) await writeCombinations(connection, path('result'));
    else await writeRows(connection, path('result'), outFormat);
    const result = await open(path('result'));
    return new StreamableFile(result.createReadStream(), {
      type: MEDIA_TYPES[outFormat],
      disposition: `attachment; filename="wattfactor-estimates.${outFormat}"`,
    });
  }
}
