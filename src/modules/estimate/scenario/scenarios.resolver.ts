import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { estimateCost } from '../../../common/graphql/query-cost.js';
import { ScenarioDto } from './scenario.dto.js';
import { ScenarioInput } from './scenario.input.js';
import { ScenariosService } from './scenarios.service.js';

@Resolver()
export class ScenariosResolver {
  constructor(@Inject(ScenariosService) private readonly scenarios: ScenariosService) {}

  @Query(() => ScenarioDto, {
    description: 'Two estimates side by side, with what they share taken into account.',
    complexity: estimateCost,
  })
  scenario(@Args('input') input: ScenarioInput): Promise<ScenarioDto> {
    return this.scenarios.compare(input);
  }
}
