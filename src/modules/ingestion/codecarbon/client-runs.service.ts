import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ExperimentsService } from '../experiments/experiments.service.js';
import { FactorWatch } from '../factor-watch.js';
import { incoming } from '../imported-record.js';
import { readHookBody } from '../importers/index.js';
import { toIngestResultDto } from '../ingest-result.dto.js';
import type { IngestResultDto } from '../ingest-result.dto.js';
import { IngestionService } from '../ingestion.service.js';
import { importDefaults } from '../run-defaults.js';
import { requireObject } from './client-fields.js';
import { ClosingService } from './closing.service.js';
import type { CodecarbonRunDto } from './codecarbon.dto.js';
import { CodecarbonRunEntity } from './codecarbon-run.entity.js';
import { ReceiverService } from './receiver.service.js';
import { supersedeClientRuns } from './supersede.js';

const HOOK = 'codecarbon-hook';

/** The runs of CodeCarbon clients beside what the clients themselves call. */
@Injectable()
export class ClientRunsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(IngestionService) private readonly ingestion: IngestionService,
    @Inject(ClosingService) private readonly closing: ClosingService,
    @Inject(ReceiverService) private readonly receiver: ReceiverService,
    @Inject(ExperimentsService) private readonly experiments: ExperimentsService,
  ) {}

  async one(id: string): Promise<CodecarbonRunDto> {
    const run = isUUID(id) ? await this.dataSource.manager.findOneBy(CodecarbonRunEntity, { id }) : null;
    if (!run) throw new DomainError('NOT_FOUND', `No CodeCarbon client began a run ${id.slice(0, 80)}`);
    const { experimentId, state, runId, quarantineId } = run;
    return { id, experiment_id: experimentId, state, runId, quarantineId };
  }

  /** Whoever began the run knows that it ended and need not wait for the silence. */
  async close(id: string, key: ApiKey): Promise<CodecarbonRunDto> {
    await this.receiver.find(id, key);
    await this.ingestion.changing(async (manager) => {
      const lock = { mode: 'pessimistic_write' as const };
      await this.closing.close(
        manager,
        await manager.findOneOrFail(CodecarbonRunEntity, { where: { id }, lock }),
      );
    });
    return this.one(id);
  }

  /** What CodeCarbon posts to `emissions_endpoint` when a run stops. */
  async hook(sent: unknown, experiment: string | undefined, key: ApiKey): Promise<IngestResultDto> {
    const body = requireObject(sent);
    const named = experiment ?? body['experiment_id'];
    const binding = await this.experiments.bindingOf(typeof named === 'string' ? named : null);
    const record = readHookBody(body, importDefaults(binding));
    const outcome = await this.ingestion.changing(async (manager) => {
      const watch = new FactorWatch();
      const context = { key, channel: HOOK };
      const done = await this.ingestion.ingestIn(manager, [incoming(record)], context, { watch });
      const isNew = done.records[0]?.outcome === 'accepted' && 'draft' in record;
      await supersedeClientRuns(manager, isNew ? [record.draft.externalId] : [], key, watch);
      return { ...done, changes: await watch.changes(manager) };
    });
    return toIngestResultDto(outcome);
  }
}
