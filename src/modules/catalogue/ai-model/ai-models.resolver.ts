import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { CatalogueService } from '../catalogue.service.js';
import { AiModelDto, AiModelPage } from './ai-model.dto.js';
import { AiModelQuery } from './ai-model.input.js';

@Resolver(() => AiModelDto)
export class AiModelsResolver {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  @Query(() => AiModelPage, { description: 'AI models that were measured.' })
  models(@Args() query: AiModelQuery): AiModelPage {
    return this.catalogue.models(query);
  }

  @Query(() => AiModelDto, { description: 'One AI model, by its hub name; URL-encode the slash in paths.' })
  model(@Args('id') id: string): AiModelDto {
    return this.catalogue.model(id);
  }
}
