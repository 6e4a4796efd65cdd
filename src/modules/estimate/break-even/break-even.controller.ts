import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { OpenToAll } from '../../auth/index.js';
import { BreakEvenDto, PublishedBreakEvensDto } from './break-even.dto.js';
import { BreakEvenInput } from './break-even.input.js';
import { BreakEvenService } from './break-even.service.js';

@ApiTags('Estimates')
@Controller('v1/break-even')
export class BreakEvenController {
  constructor(@Inject(BreakEvenService) private readonly breakEven: BreakEvenService) {}

  /** Table 5 of the study: inferences until serving has used as much energy as training, printed and recomputed. */
  @Get()
  published(): PublishedBreakEvensDto {
    return this.breakEven.published();
  }

  /** Inferences, and days at a volume, until serving has used as much energy as training and fine-tuning. */
  @ProblemResponses(400, 415, 422)
  @OpenToAll()
  @HttpCode(200)
  @Post()
  compute(@Body() input: BreakEvenInput): BreakEvenDto {
    return this.breakEven.compute(input);
  }
}
