import { Inject, Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { RunsService } from '../runs/index.js';
import type { RunDto } from '../runs/index.js';
import { FactorsService } from './factors.service.js';

type Loader = DataLoader<string, RunDto[]>;

/** Runs nested below many factors of one GraphQL request, fetched together. */
@Injectable()
export class FactorRunsLoader {
  private readonly loaders = new WeakMap<object, Map<number, Loader>>();

  constructor(
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(RunsService) private readonly runs: RunsService,
  ) {}

  load(context: object, factorId: string, limit: number): Promise<RunDto[]> {
    const ofContext = this.loaders.get(context) ?? new Map<number, Loader>();
    this.loaders.set(context, ofContext);
    const loader = ofContext.get(limit) ?? this.loaderFor(limit);
    ofContext.set(limit, loader);
    return loader.load(factorId);
  }

  private loaderFor(limit: number): Loader {
    return new DataLoader((ids) =>
      this.runs.firstOfEach(
        ids.map((id) => this.factors.cellsOf(id)),
        limit,
      ),
    );
  }
}
