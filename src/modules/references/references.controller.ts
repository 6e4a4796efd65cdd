import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../common/http/index.js';
import { ReferenceDto, ReferencePage } from './reference.dto.js';
import { ReferenceQuery } from './reference.input.js';
import { ReferencesService } from './references.service.js';

@ApiTags('References')
@ProblemResponses(404, 422)
@Controller('v1/references')
export class ReferencesController {
  constructor(@Inject(ReferencesService) private readonly references: ReferencesService) {}

  /** Published figures of large services, for comparison; never averaged into a factor or an estimate. */
  @Get()
  list(@Query() query: ReferenceQuery): ReferencePage {
    return this.references.list(query);
  }

  /** One published figure. */
  @Get(':id')
  one(@Param('id') id: string): ReferenceDto {
    return this.references.one(id);
  }
}
