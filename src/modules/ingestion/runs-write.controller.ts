import { Body, Controller, Headers, Inject, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiExtraModels, ApiHeader, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ProblemResponses } from '../../common/http/index.js';
import { CurrentKey, RequireScope } from '../auth/index.js';
import type { ApiKey } from '../auth/index.js';
import { RunDto } from '../runs/index.js';
import { IngestResultDto } from './ingest-result.dto.js';
import { RunInput } from './run.input.js';
import { MAX_RECORDS, SubmissionsService } from './submissions.service.js';

const MANY_BYTES = 16 * 1024 * 1024;

/** As it is sent, or as `GET /v1/runs` gives it. */
const ONE = { anyOf: [{ $ref: getSchemaPath(RunInput) }, { $ref: getSchemaPath(RunDto) }] };
const MANY = { type: 'array', items: ONE, minItems: 1, maxItems: MAX_RECORDS } as const;

@ApiTags('Runs')
@ApiExtraModels(RunInput, RunDto)
@Controller('v1/runs')
export class RunsWriteController {
  constructor(@Inject(SubmissionsService) private readonly submissions: SubmissionsService) {}

  /**
   * Adds one measured run, or up to 1,000 in an array.
   *
   * A run may also be one that `GET /v1/runs` gave, of this service or another: hardware is then a slug with `machine`
   * beside it, and id, status and reviewReason are ignored. Give it a source of your own where its source is reserved.
   *
   * The same source and external id again change nothing. A run that breaks a rule goes to the quarantine with the
   * reasons: of many, the others are accepted; a single one is answered with the error. Without the scope
   * runs:publish runs arrive as drafts and move no factor until they are published; runs on random weights (flag
   * synthetic-weights, or a model named synthetic/…) always do, and are never published.
   */
  @RequireScope('runs:write')
  @ProblemResponses(400, 409, 413, 415, 422)
  @RouteConfig({ bodyLimit: MANY_BYTES })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body again get the same answer',
  })
  @ApiBody({ schema: { oneOf: [ONE, MANY] } })
  @Post()
  submit(
    @Body() body: unknown,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @CurrentKey() key: ApiKey,
  ): Promise<IngestResultDto> {
    return this.submissions.submit(body, { key, idempotencyKey });
  }
}
