import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ReasonInput } from '../review/review.input.js';
import { RunInput } from '../run.input.js';
import { QuarantinedRecordDto, QuarantinePage, QuarantineResultDto } from './quarantine.dto.js';
import { QuarantineQuery } from './quarantine.input.js';
import { QuarantineService } from './quarantine.service.js';

@ApiTags('Quarantine')
@ProblemResponses(404, 409, 422)
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(@Inject(QuarantineService) private readonly quarantine: QuarantineService) {}

  /** Records that were not accepted, with the reasons, in the order of their arrival. */
  @Get()
  list(@Query() query: QuarantineQuery): Promise<QuarantinePage> {
    return this.quarantine.list(query);
  }

  /** One record that was not accepted. */
  @Get(':id')
  one(@Param('id') id: string): Promise<QuarantinedRecordDto> {
    return this.quarantine.one(id);
  }

  /** Sends the corrected record; it goes through the same rules, and where it fails again the entry stays open. */
  @RequireScope('runs:write')
  @ApiBody({ type: RunInput })
  @HttpCode(200)
  @Post(':id/correct')
  correct(
    @Param('id') id: string,
    @Body() body: unknown,
    @CurrentKey() key: ApiKey,
  ): Promise<QuarantineResultDto> {
    return this.quarantine.correct(id, body, key);
  }

  /** Accepts an implausible record as it is, with the reason. What breaks an invariant cannot be released. */
  @RequireScope('runs:publish')
  @HttpCode(200)
  @Post(':id/release')
  release(
    @Param('id') id: string,
    @Body() { reason }: ReasonInput,
    @CurrentKey() key: ApiKey,
  ): Promise<QuarantineResultDto> {
    return this.quarantine.release(id, reason, key);
  }

  /** Sets a record aside for good, with the reason. It stays readable. */
  @RequireScope('runs:publish')
  @HttpCode(200)
  @Post(':id/discard')
  discard(
    @Param('id') id: string,
    @Body() { reason }: ReasonInput,
    @CurrentKey() key: ApiKey,
  ): Promise<QuarantinedRecordDto> {
    return this.quarantine.discard(id, reason, key);
  }
}
