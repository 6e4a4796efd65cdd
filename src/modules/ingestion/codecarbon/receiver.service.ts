import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import { onTheWire } from '../wire-names.js';
import { addToQuarantine } from '../quarantine/add-to-quarantine.js';
import type { ApiKey } from '../../auth/index.js';
import { deltaOf, requireObject } from './client-fields.js';
import type { Body } from './client-fields.js';
import type { CodecarbonRunDto } from './codecarbon.dto.js';
import { CodecarbonRunEntity } from './codecarbon-run.entity.js';

export const CHANNEL = 'codecarbon';

/**
 * Takes what clients send and keeps it; nothing else happens while they wait, for they wait 2 s and send nothing
 * twice.
 */
@Injectable()
export class ReceiverService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async begin(sent: unknown, key: ApiKey): Promise<CodecarbonRunDto> {
    const body = requireObject(sent);
    const { experiment_id: experimentId = null } = body as { experiment_id?: unknown };
    if (experimentId !== null && !isUUID(experimentId)) {
      throw DomainError.field('VALIDATION_FAILED', 'experiment_id', 'experiment_id must be a UUID');
    }
    const id = randomUUID();
    const run = { id, experimentId: experimentId as string | null, started: body };
    await this.dataSource.manager.insert(CodecarbonRunEntity, { ...run, keyId: key.id, keyName: key.name });
    return { id, experiment_id: run.experimentId, state: 'open', runId: null, quarantineId: null };
  }

  /** Adds a delta to its run; a run that was taken for ended is open again. */
  async add(sent: unknown, key: ApiKey): Promise<string> {
    const body = requireObject(sent);
    try {
      return await this.store(body, key);
    } catch (error) {
      if (error instanceof DomainError) await this.keep(body, error, key);
      throw error;
    }
  }

  /** The run of a client, for whoever began it. */
  async find(id: unknown, key: ApiKey): Promise<CodecarbonRunEntity> {
    const run = isUUID(id)
      ? await this.dataSource.manager.findOneBy(CodecarbonRunEntity, { id: id as string })
      : null;
    if (run?.keyId === key.id) return run;
    throw unknownRun(id, run !== null);
  }

  private async store(body: Body, key: ApiKey): Promise<string> {
    const { run_id: runId } = body;
    const delta = deltaOf(body);
    const seen = isUUID(runId)
      ? await this.dataSource.query<{ seq: number }[]>(ADD, [runId, key.id, delta, body])
      : [];
    const [row] = seen;
    if (row) return String(row.seq);
    await this.find(runId, key);
    throw unknownRun(runId, false);
  }

  /** Nothing that a client measured is lost: what has no place is kept with the reason. */
  private keep(body: Body, error: DomainError, key: ApiKey): Promise<unknown> {
    const { code, message } = error;
    const problems = error.errors.length > 0 ? error.errors.map(onTheWire) : [{ field: '', code, message }];
    const refusal = { index: 0, raw: body, draft: null, problems };
    return this.dataSource.transaction((manager) =>
      addToQuarantine(manager, [refusal], { key, channel: CHANNEL }),
    );
  }
}

/** One statement: the delta is there and the run's clock is set, or neither. */
const ADD = `
  WITH seen AS (
    UPDATE codecarbon_run SET last_seen_at = now(),
      state = CASE WHEN state = 'superseded' THEN state ELSE 'open' END
    WHERE id = $1 AND key_id = $2 RETURNING id)
  INSERT INTO codecarbon_emission (codecarbon_run_id, duration_s, emissions_kg, cpu_energy_kwh, gpu_energy_kwh,
      ram_energy_kwh, energy_kwh, body)
  SELECT seen.id, d."durationS", d."emissionsKg", d."cpuEnergyKwh", d."gpuEnergyKwh", d."ramEnergyKwh", d."energyKwh",
      $4::json
  FROM seen, json_to_record($3::json) AS d("durationS" float8, "emissionsKg" float8, "cpuEnergyKwh" float8,
      "gpuEnergyKwh" float8, "ramEnergyKwh" float8, "energyKwh" float8)
  RETURNING seq`;

function unknownRun(id: unknown, elses: boolean): DomainError {
  const name = String(id).slice(0, 80);
  const why = elses
    ? `The run ${name} was begun with another key`
    : `There is no run ${name}: begin it with POST /codecarbon/runs, whose answer has the id`;
  return new DomainError('UNKNOWN_RUN', why, [{ field: 'run_id', code: 'UNKNOWN_RUN', message: why }]);
}
