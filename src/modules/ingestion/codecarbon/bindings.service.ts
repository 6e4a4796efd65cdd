import { Inject, Injectable } from '@nestjs/common';
import type { ApiKey } from '../../auth/index.js';
import type { ExperimentDto } from '../experiments/experiment.dto.js';
import type { ExperimentInput } from '../experiments/experiment.input.js';
import { ExperimentsService } from '../experiments/experiments.service.js';
import { SweeperService } from './sweeper.service.js';

/** Binds an experiment and takes in the runs that waited for it. */
@Injectable()
export class BindingsService {
  constructor(
    @Inject(ExperimentsService) private readonly experiments: ExperimentsService,
    @Inject(SweeperService) private readonly sweeper: SweeperService,
  ) {}

  async bind(input: ExperimentInput, key: ApiKey): Promise<ExperimentDto> {
    const experiment = await this.experiments.bind(input, key);
    await this.sweeper.sweep();
    return experiment;
  }
}
