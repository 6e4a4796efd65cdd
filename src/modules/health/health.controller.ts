import { Controller, Get, Inject, Logger, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { DomainError } from '../../core/errors/index.js';
import { ProblemResponses } from '../../common/http/index.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import { HealthDto, ReadinessDto } from './health.dto.js';
import { Metrics } from './metrics.js';

@ApiTags('Operations')
@Controller()
export class HealthController {
  private readonly logger = new Logger('Health');

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** The process answers. */
  @Get('healthz')
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** The data is loaded and the database answers. */
  @ProblemResponses(503)
  @Get('readyz')
  async ready(): Promise<ReadinessDto> {
    if (!this.snapshots.ready) throw new DomainError('NOT_READY', 'The measured data is not loaded yet');
    await this.dataSource.query('SELECT 1').catch((error: unknown) => {
      this.logger.warn(`the database does not answer: ${String(error)}`);
      throw new DomainError('NOT_READY', 'The database does not answer');
    });
    return { status: 'ready', dataVersion: this.snapshots.version };
  }

  @ApiOperation({ summary: 'Prometheus metrics.' })
  @ApiProduces('text/plain')
  @Get('metrics')
  async prometheus(@Res() reply: FastifyReply): Promise<void> {
    await reply.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
