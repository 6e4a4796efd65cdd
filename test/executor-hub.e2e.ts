import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCli } from './support/benchmark/cli.js';
import { ended, ordering, SHORT } from './support/benchmark/orders.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase } from './support/database.js';
import { createKey } from './support/keys.js';
import { fakeHub } from './support/models/fake-hub.js';
import { describeIfInstalled } from './support/models/if-installed.js';
import { writeTinyTransformer } from './support/models/tiny-transformers.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';

jest.setTimeout(120_000);

/** transformers.js itself, fetching from a hub of ours. */
describeIfInstalled('@huggingface/transformers', () => {
  const revision = '0123456789abcdef0123456789abcdef01234567';
  const folder = mkdtempSync(join(tmpdir(), 'wattfactor-hub-'));
  const cache = join(folder, 'cache');
  const model = writeTinyTransformer(folder, 'text-classification');
  let hub: Awaited<ReturnType<typeof fakeHub>>;
  let settings: Record<string, string>;
  let orders: ReturnType<typeof ordering>;

  beforeAll(async () => {
    afterSuite(() => rm(folder, { recursive: true }));
    hub = await fakeHub(folder, revision);
    settings = { WATTFACTOR_HUB_URL: hub.url, WATTFACTOR_MODEL_CACHE: cache };
    const databaseUrl = await createDatabase();
    const service = await startService({ databaseUrl, env: { WATTFACTOR_WORKER: 'on', ...settings } });
    orders = ordering(service, await createKey(databaseUrl, 'benchmarks:run'));
  });

  const ordered = (options: object, over: object = {}) => ({
    ...{
      executor: 'transformers',
      task: 'text-classification',
      model,
      settings: { ...SHORT, inferences: 3 },
    },
    options: { threads: 1, ...options },
    ...over,
  });

  it('fetches the pinned revision once, keeps it, and tells the hash of its weights', async () => {
    const job = await orders.run(ordered({ revision }));
    expect([job.status, job.reason]).toEqual(['unmetered', null]);
    const weights = readFileSync(join(folder, model, 'onnx/model.onnx'));
    expect(job.weightsSha256).toBe(createHash('sha256').update(weights).digest('hex'));
    expect(job.loadedModel).toMatchObject({ modelId: model, revision, synthetic: false });
    expect(hub.served).toContain('onnx/model.onnx');
    const kept = readFileSync(join(cache, revision, model, 'onnx/model.onnx'));
    expect(kept.equals(weights)).toBe(true);

    hub.served.length = 0;
    expect((await orders.run(ordered({ revision }))).weightsSha256).toBe(job.weightsSha256);
    expect(hub.served).not.toContain('onnx/model.onnx');
  });

  it('takes the folder where one is named, and the hub again after that', async () => {
    const local = await orders.run(ordered({ modelPath: folder }));
    expect([local.status, local.reason]).toEqual(['unmetered', null]);
    const other = writeTinyTransformer(folder, 'token-classification');
    const remote = await orders.run(ordered({ revision }, { model: other, task: 'token-classification' }));
    expect([remote.status, remote.reason]).toEqual(['unmetered', null]);
  });

  it.each([undefined, 'main'])('is refused with the revision %s', async (moving) => {
    const answer = problem(await orders.order(ordered({ revision: moving })));
    expect([answer.status, fieldsOf(answer)]).toEqual([422, ['revision']]);
  });

  it('ends with the reason where the hub has no such revision, or is not there', async () => {
    const absent = await orders.run(ordered({ revision: 'f'.repeat(40) }));
    expect(absent.status).toBe('failed');
    expect(absent.reason).toMatch(
      /tiny\/text-classification cannot be loaded: .*(404|not (be )?found|Could not locate)/i,
    );
    const nobody = {
      ...settings,
      WATTFACTOR_HUB_URL: 'http://127.0.0.1:1',
      WATTFACTOR_MODEL_CACHE: join(folder, 'none'),
    };
    const { code, stdout } = await benchCli(folder, nobody).bench(
      ...[
        '--task',
        'text-classification',
        '--executor',
        'transformers',
        '--model',
        model,
        '--revision',
        revision,
      ],
      ...['--meter', 'none', '-n', '3'],
    );
    expect({ code, stdout }).toEqual({
      code: 4,
      stdout: expect.stringMatching(/^failed: .*cannot be loaded: .*(ECONNREFUSED|bad port)/) as string,
    });
  });

  it('is cancelled while the hub keeps it waiting', async () => {
    hub.hang();
    const { body } = await orders.order(ordered({ revision: 'e'.repeat(40) }));
    await orders.until(body.id, ({ progress }) => progress?.stage === 'preparing');
    await orders.cancel(body.id);
    expect((await orders.until(body.id, ended)).status).toBe('cancelled');
  });
});
