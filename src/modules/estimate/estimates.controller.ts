import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../common/http/index.js';
import { OpenToAll } from '../auth/index.js';
import { EstimateDto } from './estimate.dto.js';
import { EstimateInput } from './estimate.input.js';
import { EstimatesService } from './estimates.service.js';

@ApiTags('Estimates')
@Controller('v1/estimates')
export class EstimatesController {
  constructor(@Inject(EstimatesService) private readonly estimates: EstimatesService) {}

  /** Energy and CO2e of a fleet: volumes × measured energy per inference × PUE × grid intensity. */
  @ProblemResponses(400, 409, 413, 415, 422)
  @OpenToAll()
  @HttpCode(200)
  @Post()
  create(@Body() input: EstimateInput): Promise<EstimateDto> {
    return this.estimates.create(input);
  }
}
