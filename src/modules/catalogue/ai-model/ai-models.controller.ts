import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CatalogueService } from '../catalogue.service.js';
import { AiModelDto, AiModelPage } from './ai-model.dto.js';
import { AiModelQuery } from './ai-model.input.js';

@ApiTags('Catalogue')
@ProblemResponses(404, 422)
@Controller('v1/models')
export class AiModelsController {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  /** AI models that were measured. */
  @Get()
  list(@Query() query: AiModelQuery): AiModelPage {
    return this.catalogue.models(query);
  }

  /** One AI model, by its hub name; URL-encode the slash in paths. */
  @Get(':id')
  one(@Param('id') id: string): AiModelDto {
    return this.catalogue.model(id);
  }
}
