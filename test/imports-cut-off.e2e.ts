import { connect } from 'node:net';
import type { ImportDto } from '../src/modules/ingestion/imports/import.dto.js';
import { createDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { about, rows, statisticsOf, uploader } from './support/imports.js';
import { createKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let databaseUrl: string;
let service: Service;
let key: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

const upload: ReturnType<typeof uploader> = (...sent) => uploader(service, key)(...sent);

describe('an import that is cut off', () => {
  const file = rows(4_000);

  /** Sends a part of the file and leaves the request open. */
  const begin = (to: string, source: string, bytes: number) =>
    new Promise<{ hangUp: () => void }>((resolve) => {
      const { hostname, port } = new URL(to);
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST /v1/imports?${about(source)} HTTP/1.1\r\nHost: x\r\nX-API-Key: ${key}\r\n` +
            `Content-Length: ${file.length}\r\n\r\n`,
        );
        socket.write(file.slice(0, bytes), () => resolve({ hangUp: () => socket.destroy() }));
      });
      socket.on('error', () => undefined);
    });

  const latest = async (at: Service): Promise<ImportDto | undefined> =>
    (await walk<ImportDto>(at, '/v1/imports', 500)).items.at(-1);

  it('by the client is interrupted; the same file again counts nothing twice', async () => {
    const before = (await latest(service))?.id;
    const client = await begin(service.url, 'hung-up', Math.floor(file.length * 0.8));
    await eventually(
      () => latest(service),
      (entry) => entry?.id !== before && (entry?.accepted ?? 0) > 0,
    );
    client.hangUp();
    const cut = await eventually(
      () => latest(service),
      (entry) => entry?.state !== 'running',
    );
    expect(cut).toMatchObject({ state: 'interrupted', problem: { code: 'NOT_READY' } });
    const { body } = await upload(about('hung-up'), file);
    expect(body.accepted + (cut?.accepted ?? 0)).toBe(4_000);
    expect(body.duplicates).toBe(cut?.accepted);
    expect(await statisticsOf(databaseUrl, 'hung-up')).toMatchObject([{ runs: 4_000 }]);
  });

  it('by kill -9 is shown as interrupted; the same file again counts nothing twice', async () => {
    const victim = await startService({ databaseUrl });
    const before = (await latest(service))?.id;
    await begin(victim.url, 'killed', Math.floor(file.length * 0.8));
    await eventually(
      () => latest(service),
      (entry) => entry?.id !== before && (entry?.accepted ?? 0) > 0,
    );
    await victim.kill();
    const cut = await eventually(
      () => latest(service),
      (entry) => entry?.state === 'interrupted',
    );
    const [stored] = await statisticsOf(databaseUrl, 'killed');
    expect(stored?.runs).toBe(cut?.accepted);
    const { body } = await upload(about('killed'), file);
    expect(body).toMatchObject({ accepted: 4_000 - (cut?.accepted ?? 0), duplicates: cut?.accepted });
    const [whole] = await statisticsOf(databaseUrl, 'killed');
    expect(whole?.runs).toBe(4_000);
    expect(whole?.mean).toBeCloseTo(0.0095, 12);
  });
});
