import pg from 'pg';
import type { FactorSetDto } from '../src/modules/factors/factor-set/factor-set.dto.js';
import { query } from './support/database.js';
import { draftLike } from './support/drafts.js';
import { eventually } from './support/eventually.js';
import { another, MODEL, Publishing } from './support/publishing.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let sets: Publishing;
let service: Service;
beforeAll(async () => {
  sets = await Publishing.start();
  ({ service } = sets);
});

describe('while others write', () => {
  const waitingPublishers = async (): Promise<number> =>
    (
      await query(
        sets.databaseUrl,
        "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'factor_set_content'::regclass",
      )
    ).length;

  /** Holds a publication just before it writes, runs the step, and lets go. */
  async function whilePublishing<T>(version: string, at: Service, step: () => Promise<T>) {
    const holder = new pg.Client({ connectionString: sets.databaseUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE factor_set_content IN SHARE MODE');
      const reply = at.post<FactorSetDto>('/v1/factor-sets', { version }, sets.key);
      reply.catch(() => undefined);
      await eventually(waitingPublishers, (count) => count > 0);
      return { reply, result: await step() };
    } finally {
      await holder.end();
    }
  }

  it('a set holds the data of one moment: runs that commit meanwhile are not in it', async () => {
    const { body: control } = await sets.publish('before-ingest');
    const draft = another(await draftLike(sets.databaseUrl, MODEL, 'text-generation'), 5);
    const { reply } = await whilePublishing('during-ingest', service, () => sets.ingest([draft]));
    expect((await reply).body.hash).toBe(control.hash);
    expect((await sets.publish('after-ingest')).body.hash).not.toBe(control.hash);
  });

  it('a service that is killed while it publishes leaves nothing behind', async () => {
    const doomed = await startService({ databaseUrl: sets.databaseUrl });
    const { reply } = await whilePublishing('never', doomed, () => doomed.kill());
    await expect(reply).rejects.toThrow();
    expect((await service.get('/v1/factor-sets/never')).status).toBe(404);
    expect((await sets.publish('never')).status).toBe(201);
  });
});
