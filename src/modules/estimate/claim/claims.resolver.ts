import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { ClaimsDto } from './claim.dto.js';
import { ClaimsService } from './claims.service.js';

@Resolver()
export class ClaimsResolver {
  constructor(@Inject(ClaimsService) private readonly service: ClaimsService) {}

  @Query(() => ClaimsDto, { description: 'Headlines about the study and what they should be.' })
  claims(): Promise<ClaimsDto> {
    return this.service.all();
  }
}
