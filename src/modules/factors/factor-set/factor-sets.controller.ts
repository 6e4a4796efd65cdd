import { Body, Controller, Get, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { FactorSetDiffDto } from './factor-set-diff.dto.js';
import { FactorSetDiffService } from './factor-set-diff.service.js';
import { DataDictionaryDto } from './factor-set-export.dto.js';
import { FactorSetExportService } from './factor-set-export.service.js';
import { FactorSetPublisher } from './factor-set-publisher.js';
import { FactorSetDto, FactorSetPage } from './factor-set.dto.js';
import { FactorSetDiffQuery, FactorSetExportQuery, FactorSetInput } from './factor-set.input.js';
import { FactorSetsService } from './factor-sets.service.js';

@ApiTags('Factor sets')
@Controller('v1/factor-sets')
export class FactorSetsController {
  constructor(
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
    @Inject(FactorSetPublisher) private readonly publisher: FactorSetPublisher,
    @Inject(FactorSetDiffService) private readonly differ: FactorSetDiffService,
    @Inject(FactorSetExportService) private readonly exporter: FactorSetExportService,
  ) {}

  /** Published factor sets, newest first. */
  @ProblemResponses(400, 422)
  @Get()
  list(@Query() query: PageQuery): Promise<FactorSetPage> {
    return this.sets.list(query);
  }

  /** Freezes the factors and the grid of now under a label. */
  @ProblemResponses(400, 409, 422)
  @RequireScope('factors:publish')
  @Post()
  publish(@Body() input: FactorSetInput, @CurrentKey() key: ApiKey): Promise<FactorSetDto> {
    return this.publisher.publish(input, key);
  }

  /** What moved between two sets, or between a set and now, largest change first. */
  @ProblemResponses(400, 409, 422)
  @Get('diff')
  diff(@Query() query: FactorSetDiffQuery): Promise<FactorSetDiffDto> {
    return this.differ.diff(query);
  }

  /** One set, by its label or `sha256:…`. */
  @ProblemResponses(404, 422)
  @Get(':version')
  one(@Param('version') version: string): Promise<FactorSetDto> {
    return this.sets.one(version);
  }

  /** The columns of the set's exports, with types and units; also of `latest`. */
  @ProblemResponses(404, 409, 422)
  @Get(':version/dictionary')
  dictionary(@Param('version') version: string): Promise<DataDictionaryDto> {
    return this.exporter.dictionary(version);
  }

  /** One table of the set as a file; also of `latest`. */
  @ApiOkResponse({
    description: 'The file',
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/json': {
        schema: { type: 'array', items: { type: 'object', additionalProperties: true } },
      },
      'application/vnd.apache.parquet': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @ProblemResponses(404, 409, 422)
  @Get(':version/export')
  export(@Param('version') version: string, @Query() query: FactorSetExportQuery): Promise<StreamableFile> {
    return this.exporter.file(version, query);
  }
}
