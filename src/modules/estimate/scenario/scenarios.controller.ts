import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { OpenToAll } from '../../auth/index.js';
import { ScenarioDto } from './scenario.dto.js';
import { ScenarioInput } from './scenario.input.js';
import { ScenariosService } from './scenarios.service.js';

@ApiTags('Estimates')
@Controller('v1/scenarios')
export class ScenariosController {
  constructor(@Inject(ScenariosService) private readonly scenarios: ScenariosService) {}

  /** Two estimates side by side: difference, ratio, and the probability that B is lower. */
  @ProblemResponses(400, 413, 415, 422)
  @OpenToAll()
  @HttpCode(200)
  @Post()
  compare(@Body() input: ScenarioInput): Promise<ScenarioDto> {
    return this.scenarios.compare(input);
  }
}
