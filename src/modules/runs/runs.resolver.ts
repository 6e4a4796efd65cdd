import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { RunDto, RunPage } from './run.dto.js';
import { RunQuery } from './run.input.js';
import { RunsService } from './runs.service.js';

@Resolver(() => RunDto)
export class RunsResolver {
  constructor(@Inject(RunsService) private readonly service: RunsService) {}

  @Query(() => RunPage, { description: 'Raw measured runs with phases and components.' })
  runs(@Args() query: RunQuery): Promise<RunPage> {
    return this.service.list(query);
  }

  @Query(() => RunDto, { description: 'One run.' })
  run(@Args('id') id: string): Promise<RunDto> {
    return this.service.one(id);
  }
}
