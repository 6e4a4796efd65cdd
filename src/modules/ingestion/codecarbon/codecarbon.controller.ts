import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CurrentKey, KeylessAs, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { IngestResultDto } from '../ingest-result.dto.js';
import { ClientRunsService } from './client-runs.service.js';
import { CodecarbonRunDto } from './codecarbon.dto.js';
import { keylessClient } from './keyless-client.js';
import { ReceiverService } from './receiver.service.js';

const AS_SENT = { schema: { type: 'object', additionalProperties: true } } as const;

/** Stands in for CodeCarbon's own API: a client whose `api_endpoint` is `…/codecarbon` needs no change. */
@ApiTags('CodeCarbon')
@Controller('codecarbon')
export class CodecarbonController {
  constructor(
    @Inject(ReceiverService) private readonly receiver: ReceiverService,
    @Inject(ClientRunsService) private readonly runs: ClientRunsService,
  ) {}

  /** Begins a run, as CodeCarbon's client does; the body is the client's. `/run` is the same, for clients before 2.6. */
  @RequireScope('runs:write')
  @KeylessAs(keylessClient)
  @ProblemResponses(400, 422)
  @ApiBody(AS_SENT)
  @Post(['runs', 'run'])
  begin(@Body() body: unknown, @CurrentKey() key: ApiKey): Promise<CodecarbonRunDto> {
    return this.receiver.begin(body, key);
  }

  /** Adds what was emitted since the last time. `/emission` is the same, for clients before 2.6. */
  @RequireScope('runs:write')
  @KeylessAs(keylessClient)
  @ProblemResponses(400, 404, 422)
  @ApiBody(AS_SENT)
  @ApiResponse({ status: 201, description: 'The number that it was kept under', type: String })
  @Post(['emissions', 'emission'])
  async add(@Body() body: unknown, @CurrentKey() key: ApiKey): Promise<string> {
    return JSON.stringify(await this.receiver.add(body, key));
  }

  /** What became of a run that a client began. */
  @ProblemResponses(404)
  @Get('runs/:id')
  one(@Param('id') id: string): Promise<CodecarbonRunDto> {
    return this.runs.one(id);
  }

  /** Ends a run at once; without it a run ends after a silence of five minutes, or CODECARBON_SILENCE_S. */
  @RequireScope('runs:write')
  @ProblemResponses(404)
  @HttpCode(200)
  @Post('runs/:id/close')
  close(@Param('id') id: string, @CurrentKey() key: ApiKey): Promise<CodecarbonRunDto> {
    return this.runs.close(id, key);
  }

  /** Takes what CodeCarbon posts to its `emissions_endpoint` when a run stops: a row of its file as JSON. */
  @RequireScope('runs:write')
  @KeylessAs(keylessClient)
  @ProblemResponses(400, 422)
  @ApiBody(AS_SENT)
  @ApiQuery({ name: 'experiment', required: false, description: 'Id of the experiment whose binding holds' })
  @Post('hook')
  hook(
    @Body() body: unknown,
    @Query('experiment') experiment: string | undefined,
    @CurrentKey() key: ApiKey,
  ): Promise<IngestResultDto> {
    return this.runs.hook(body, experiment, key);
  }
}
