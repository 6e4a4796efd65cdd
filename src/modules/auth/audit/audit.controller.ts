import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { RequireScope } from '../scope.decorator.js';
import { AuditPage } from './audit.dto.js';
import { AuditQuery } from './audit.input.js';
import { AuditService } from './audit.service.js';

@ApiTags('Audit')
@ProblemResponses(422)
@RequireScope('admin')
@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(AuditService) private readonly audit: AuditService) {}

  /** Who did what, oldest first. */
  @Get()
  list(@Query() query: AuditQuery): Promise<AuditPage> {
    return this.audit.list(query);
  }
}
