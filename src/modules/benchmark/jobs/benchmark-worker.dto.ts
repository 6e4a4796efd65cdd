import { ObjectType } from '@nestjs/graphql';
import { JsonField } from '../../../common/fields/index.js';

/** A process that runs benchmarks. */
@ObjectType('BenchmarkWorker')
export class BenchmarkWorkerDto {
  id: string;

  name: string;

  startedAt: string;

  heartbeatAt: string;

  /** Whether it was heard of lately. */
  alive: boolean;

  /** Executors that it has. */
  executors: string[];

  /** Meters that it has. */
  meters: string[];

  /** The machine and the service. */
  @JsonField('The machine and the service.', { nullable: false })
  environment: object;
}
