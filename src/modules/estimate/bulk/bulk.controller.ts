import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { FileBody, ProblemResponses } from '../../../common/http/index.js';
import { OpenToAll } from '../../auth/index.js';
import { BulkEstimatesService } from './bulk-estimates.service.js';
import { BulkSummaryDto } from './bulk.dto.js';
import { BulkQuery } from './bulk.input.js';

@ApiTags('Estimates')
@Controller('v1/estimates/bulk')
export class BulkController {
  constructor(@Inject(BulkEstimatesService) private readonly bulk: BulkEstimatesService) {}

  /**
   * A file of usage (CSV, NDJSON or Parquet, plain or gzip), each row with its energy and CO2e, in the order of the file.
   *
   * Columns: `task` and `inferences`, and where known `model`, `dataset`, `hardware`, `source`, `zone` or `cloudRegion`,
   * `pue`, `date`, `label`; others are yours. A row that is wrong has `error` with field, code and message; the others
   * are as `POST /v1/estimates` answers them.
   */
  @FileBody()
  @ApiOkResponse({
    type: BulkSummaryDto,
    description: 'With summaryBy the totals; without it the rows as a file',
  })
  @ProblemResponses(409, 413, 422)
  @OpenToAll()
  @HttpCode(200)
  @Post()
  estimate(
    @Req() { body }: FastifyRequest,
    @Query() query: BulkQuery,
  ): Promise<StreamableFile | BulkSummaryDto> {
    return this.bulk.estimate(body as Readable, query);
  }
}
