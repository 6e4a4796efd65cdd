import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ClaimsDto } from './claim.dto.js';
import { ClaimsService } from './claims.service.js';

@ApiTags('Estimates')
@Controller('v1/claims')
export class ClaimsController {
  constructor(@Inject(ClaimsService) private readonly claims: ClaimsService) {}

  /** Headlines about the study: what was claimed, what it should be, and the runs behind it. */
  @Get()
  all(): Promise<ClaimsDto> {
    return this.claims.all();
  }
}
