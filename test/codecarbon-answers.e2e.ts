import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { CodecarbonRunDto } from '../src/modules/ingestion/codecarbon/codecarbon.dto.js';
import { DATA_LOCK } from '../src/database/locks.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey } from './support/keys.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';

/** More than the service has connections. */
const WRITERS = 25;

it('answers a client while all who submit runs wait for the lock', async () => {
  const databaseUrl = await createDatabase();
  const service = await startService({ databaseUrl });
  const key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
  const token = { 'x-api-token': key };
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock($1)', [DATA_LOCK]);

  const submitted = Array.from({ length: WRITERS }, (_, index) =>
    sendRuns(service, key, exampleRun(`r${index}`)),
  );
  try {
    const waiting = () => query(databaseUrl, 'SELECT FROM pg_locks WHERE NOT granted');
    await eventually(waiting, ({ length }) => length > 0);
    // whoever waited with a connection of its own has one by now
    const begin = () =>
      service.post<CodecarbonRunDto>('/codecarbon/runs', { experiment_id: randomUUID() }, token);
    for (let round = 0; round < 3; round += 1) {
      const { status, body } = await begin();
      expect(status).toBe(201);
      const delta = { run_id: body.id, duration: 15, energy_consumed: 0.001 };
      expect((await service.post('/codecarbon/emissions', delta, token)).status).toBe(201);
    }
  } finally {
    await holder.end();
  }
  for (const reply of await Promise.all(submitted)) expect(reply.status).toBe(201);
});
