import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ProblemResponses } from '../../../common/http/index.js';
import { OpenToAll, RequireScope } from '../../auth/index.js';
import { EstimateDto } from '../estimate.dto.js';
import { ReceiptDto, ReceiptPage, RerunDto } from './receipt.dto.js';
import { ExportQuery, ReceiptQuery, RerunInput } from './receipt.input.js';
import { ReceiptsService } from './receipts.service.js';

@ApiTags('Estimates')
@Controller('v1/estimates')
export class ReceiptsController {
  constructor(@Inject(ReceiptsService) private readonly receipts: ReceiptsService) {}

  /** Stored estimates of everybody, the newest first. Who knows the id of one reads it without a key. */
  @ProblemResponses(422)
  @RequireScope('admin')
  @Get()
  list(@Query() query: ReceiptQuery): Promise<ReceiptPage> {
    return this.receipts.list(query);
  }

  /** A stored estimate, unchanged. */
  @ProblemResponses(404)
  @Get(':id')
  one(@Param('id') id: string): Promise<EstimateDto> {
    return this.receipts.one(id);
  }

  /** A stored estimate with its input, input hash, factor set, method version and time. */
  @ProblemResponses(404)
  @Get(':id/receipt')
  receipt(@Param('id') id: string): Promise<ReceiptDto> {
    return this.receipts.receipt(id);
  }

  /** A stored estimate as a file: `json`, or `csv` with a row for each workload and span. */
  @ProblemResponses(404, 422)
  @ApiExtraModels(EstimateDto)
  @ApiOkResponse({
    description: 'The file',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(EstimateDto) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @Header('content-disposition', 'attachment')
  @Get(':id/export')
  async export(
    @Param('id') id: string,
    @Query() { format }: ExportQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { contentType, body } = await this.receipts.export(id, format ?? 'json');
    await reply.header('content-type', contentType).send(body);
  }

  /** The same question again, to the data of today or to another factor set, with what moved and why. */
  @ProblemResponses(404, 409)
  @OpenToAll()
  @HttpCode(200)
  @Post(':id/rerun')
  rerun(@Param('id') id: string, @Body() input: RerunInput): Promise<RerunDto> {
    return this.receipts.rerun(id, input);
  }
}
