import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { FileBody, ProblemResponses } from '../../../common/http/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ImportDto, ImportPage, ImportRejectionPage } from './import.dto.js';
import { ImportQuery } from './import.input.js';
import { ImportsService } from './imports.service.js';

@ApiTags('Imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(@Inject(ImportsService) private readonly imports: ImportsService) {}

  /**
   * Takes a file of measured runs, of any of the formats that are read, plain or gzip.
   *
   * The body is read as it arrives, in batches that are each kept at once: where the upload is cut short, what was
   * accepted stays, and the same file again counts nothing twice. A record that breaks a rule goes to the quarantine
   * and holds up no other.
   */
  @RequireScope('runs:write')
  @FileBody()
  @ProblemResponses(413, 415, 422)
  @ApiHeader({ name: 'X-File-Name', required: false, description: 'The name of the file' })
  @ApiResponse({ status: 201, type: ImportDto, description: 'The report' })
  @ApiResponse({ status: 202, type: ImportDto, description: 'With `async=true`: the report so far' })
  @Post()
  async upload(
    @Req() { body, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: ImportQuery,
    @CurrentKey() key: ApiKey,
  ): Promise<ImportDto> {
    const report = await this.imports.upload({ body: body as Readable, headers, query, key });
    reply.status(query.async ? 202 : 201).header('location', `/v1/imports/${report.id}`);
    return report;
  }

  /** Imports in the order of their arrival, without their rejected rows. */
  @ProblemResponses(400)
  @Get()
  list(@Query() query: PageQuery): Promise<ImportPage> {
    return this.imports.list(query);
  }

  /** The report of an import; while it runs, how far it is. */
  @ProblemResponses(404)
  @Get(':id')
  one(@Param('id') id: string): Promise<ImportDto> {
    return this.imports.one(id);
  }

  /** Every row of the file that was not accepted. */
  @ProblemResponses(400, 404)
  @Get(':id/rejected')
  rejected(@Param('id') id: string, @Query() query: PageQuery): Promise<ImportRejectionPage> {
    return this.imports.rejected(id, query);
  }
}
