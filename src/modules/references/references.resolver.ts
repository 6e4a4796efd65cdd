import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { ReferenceDto, ReferencePage } from './reference.dto.js';
import { ReferenceQuery } from './reference.input.js';
import { ReferencesService } from './references.service.js';

@Resolver(() => ReferenceDto)
export class ReferencesResolver {
  constructor(@Inject(ReferencesService) private readonly service: ReferencesService) {}

  @Query(() => ReferencePage, {
    description: 'Published figures of large services, for comparison; never averaged in.',
  })
  references(@Args() query: ReferenceQuery): ReferencePage {
    return this.service.list(query);
  }

  @Query(() => ReferenceDto, { description: 'One published figure.' })
  reference(@Args('id') id: string): ReferenceDto {
    return this.service.one(id);
  }
}
