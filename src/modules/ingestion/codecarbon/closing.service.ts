import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ExperimentEntity } from '../experiments/experiment.entity.js';
import { incoming } from '../imported-record.js';
import { IngestionService } from '../ingestion.service.js';
import { keyNow } from '../key-now.js';
import type { RunDefaults } from '../run-defaults.js';
import { clientDraft } from './client-draft.js';
import type { Totals } from './client-draft.js';
import type { Body } from './client-fields.js';
import { CodecarbonRunEntity } from './codecarbon-run.entity.js';
import type { ClientRunState } from './codecarbon-run.entity.js';
import { CHANNEL } from './receiver.service.js';
import { withdraw } from './supersede.js';

interface Ending {
  readonly state: ClientRunState;
  readonly runId?: string | null;
  readonly quarantineId?: string | null;
}

/** Turns what a client sent into a run, through the one way in. Call it inside the ingestion's transaction. */
@Injectable()
export class ClosingService {
  constructor(@Inject(IngestionService) private readonly ingestion: IngestionService) {}

  /** The row must be locked by the caller. */
  async close(manager: EntityManager, run: CodecarbonRunEntity): Promise<void> {
    if (run.state === 'superseded') return;
    const ending = await this.ending(manager, run);
    await manager.update(CodecarbonRunEntity, { id: run.id }, ending);
  }

  private async ending(manager: EntityManager, run: CodecarbonRunEntity): Promise<Ending> {
    const totals = await totalsOf(manager, run.id);
    if (!totals.energy_consumed) return { state: 'empty' };
    const id = run.experimentId;
    const experiment = id === null ? null : await manager.findOneBy(ExperimentEntity, { id });
    if (!experiment) return { state: 'unbound' };

    const key = await keyNow(manager, run);
    const record = clientDraft(run.id, run.started as Body, totals, experiment.defaults as RunDefaults);
    const context = { key, channel: CHANNEL };
    const { records } = await this.ingestion.ingestIn(manager, [incoming(record)], context);
    const [outcome] = records;
    if (outcome?.outcome === 'quarantined')
      return { state: 'quarantined', quarantineId: outcome.quarantineId };
    const runId = outcome?.runId ?? null;
    const former = run.runId !== null && run.runId !== runId ? [run.runId] : [];
    await withdraw(manager, former, { reason: 'more of the same CodeCarbon run came', key });
    return { state: 'closed', runId, quarantineId: null };
  }
}

async function totalsOf(manager: EntityManager, id: string): Promise<Totals> {
  const known = (column: string) => `CASE WHEN count(${column}) = count(*) THEN sum(${column}) END`;
  const [totals] = await manager.query<[Totals]>(
    `SELECT count(*) AS deltas, ${known('duration_s')} AS duration, ${known('emissions_kg')} AS emissions,
       ${known('cpu_energy_kwh')} AS cpu_energy, ${known('gpu_energy_kwh')} AS gpu_energy,
       ${known('ram_energy_kwh')} AS ram_energy, sum(energy_kwh) AS energy_consumed
     FROM codecarbon_emission WHERE codecarbon_run_id = $1`,
    [id],
  );
  return totals;
}
