import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { RequireScope } from '../scope.decorator.js';
import { AuditEntryDto, AuditPage } from './audit.dto.js';
import { AuditQuery } from './audit.input.js';
import { AuditService } from './audit.service.js';

@Resolver(() => AuditEntryDto)
export class AuditResolver {
  constructor(@Inject(AuditService) private readonly service: AuditService) {}

  @RequireScope('admin')
  @Query(() => AuditPage, { description: 'Who did what, oldest first. Needs the scope admin.' })
  audit(@Args() query: AuditQuery): Promise<AuditPage> {
    return this.service.list(query);
  }
}
