import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ReadinessDto } from '../src/modules/health/health.dto.js';
import { eventually } from './support/eventually.js';
import type { Page } from './support/pages.js';
import { newHome, postmasterOf, processesOf } from './support/processes.js';
import { launchService, startService } from './support/service.js';
import type { Service } from './support/service.js';

const versionOf = async (service: Service): Promise<string> =>
  (await service.get<ReadinessDto>('/readyz')).body.dataVersion;

const studyRunsOf = async (service: Service): Promise<number> =>
  (await service.get<Page<unknown>>('/v1/runs?source=luccioni-2023&limit=1')).body.total;

const isGone = (pid: number): boolean => !existsSync(`/proc/${pid}`);

const nothingLeft = (home: string) =>
  eventually(
    () => Promise.resolve([...processesOf(home).values()]),
    (left) => left.length === 0,
  );

// one life of one installation, told in order
describe('a service with a database of its own', () => {
  let home: string;
  let service: Service;
  let version: string;
  let firstOutput: string;

  beforeAll(async () => {
    home = await newHome();
    service = await startService({ home });
    version = await versionOf(service);
    firstOutput = service.output();
  });

  it('makes its folder on the first start, loads the measured data and says so', async () => {
    expect(existsSync(join(home, 'postgres', 'PG_VERSION'))).toBe(true);
    expect(firstOutput).toContain('loaded data/luccioni-2023/1');
    expect(await studyRunsOf(service)).toBe(4170);
  });

  it('lets nobody but its own user read the password of the database', () => {
    const { mode } = statSync(join(home, 'postgres.password'));
    expect(mode & 0o077).toBe(0);
    expect(service.output()).not.toContain(readFileSync(join(home, 'postgres.password'), 'utf8').trim());
  });

  it('stops itself and its Postgres on SIGTERM, and leaves no process and no lock behind', async () => {
    const postmaster = postmasterOf(home);
    expect(isGone(postmaster)).toBe(false);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(isGone(postmaster)).toBe(true);
    expect([...processesOf(home).values()]).toEqual([]);
    expect(existsSync(join(home, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(home, 'wattfactor.lock'))).toBe(false);
  });

  it('finds its data on the next start and loads nothing again', async () => {
    service = await startService({ home });
    expect(await versionOf(service)).toBe(version);
    expect(service.output()).not.toContain('loaded data/');
    expect(await studyRunsOf(service)).toBe(4170);
  });

  it('refuses a second instance on the same folder with a clear error while the first goes on', async () => {
    const second = launchService({ home });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.output()).toContain(home);
    expect(second.output()).toMatch(/another Wattfactor uses this data folder/);
    expect(second.output()).toContain(String(service.pid));
    expect(second.output()).not.toMatch(/\n\s+at /);
    expect(await versionOf(service)).toBe(version);
  });

  it('leaves no Postgres behind when it is killed', async () => {
    const postmaster = postmasterOf(home);
    expect(await service.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    await nothingLeft(home);
    expect(isGone(postmaster)).toBe(true);
    expect(existsSync(join(home, 'wattfactor.lock'))).toBe(true);
  });

  it('clears the stale lock and finds its data after having been killed', async () => {
    service = await startService({ home });
    expect(await versionOf(service)).toBe(version);
    expect(service.output()).not.toContain('loaded data/');
    expect(await studyRunsOf(service)).toBe(4170);
  });

  it('starts again at once after having been killed, while its Postgres is still going down', async () => {
    await service.kill();
    service = await startService({ home });
    expect(await versionOf(service)).toBe(version);
  });

  it('finishes the answers that it has begun when it is told to stop', async () => {
    const answers = Array.from({ length: 5 }, () => service.get<Page<unknown>>('/v1/runs?limit=500'));
    const first = await Promise.race(answers);
    const stopped = service.stop();
    expect(first.status).toBe(200);
    const rest = await Promise.allSettled(answers);
    for (const answer of rest) {
      // complete or refused, never cut short
      if (answer.status === 'fulfilled') expect([200, 503]).toContain(answer.value.status);
    }
    expect(await stopped).toEqual({ code: 0, signal: null });
    expect([...processesOf(home).values()]).toEqual([]);
  });

  it('does not wait for a client that keeps its connection after its answer', async () => {
    const service = await startService({ home });
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write('GET /v1/runs?limit=500 HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(socket, 'readable');
    const stopped = service.stop();
    socket.resume();
    expect(await stopped).toEqual({ code: 0, signal: null });
    socket.destroy();
  });

  it('stops on SIGINT as on SIGTERM, also when asked twice', async () => {
    const launched = launchService({ home });
    await launched.listening;
    const exit = launched.signal('SIGINT');
    await launched.signal('SIGINT');
    expect(await exit).toEqual({ code: 0, signal: null });
    expect([...processesOf(home).values()]).toEqual([]);
  });

  it('stops in order when it is told to in the middle of its start', async () => {
    const other = await newHome();
    const launched = launchService({ home: other });
    await eventually(
      () => Promise.resolve(launched.output()),
      (output) => output.includes('loaded data/catalogue'),
    );
    await launched.signal('SIGTERM');
    await nothingLeft(other);
    // what was half loaded is not there; what follows loads it
    const again = await startService({ home: other });
    expect(await studyRunsOf(again)).toBe(4170);
    await again.stop();
  });
});

it.each([
  ['PORT', '99999', /PORT/],
  ['PORT', 'abc', /PORT/],
  ['DATABASE_URL', 'mysql://localhost/x', /DATABASE_URL must start with postgres/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL/],
  ['BODY_LIMIT_BYTES', '-1', /BODY_LIMIT_BYTES/],
])('refuses to start with %s=%s and names the variable', async (name, value, message) => {
  const launched = launchService({ env: { [name]: value } });
  expect(await launched.exited).toEqual({ code: 1, signal: null });
  expect(launched.output()).toMatch(message);
  expect(launched.output()).not.toMatch(/\n\s+at /);
});

it('refuses to start on a port in use, in one line, before it makes a database', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const empty = await newHome();
  const launched = launchService({ home: empty, env: { PORT: String(port) } });
  expect(await launched.exited).toEqual({ code: 1, signal: null });
  other.close();
  expect(launched.output().trim().split('\n')).toEqual([expect.stringMatching(`PORT ${port} .*set PORT to`)]);
  expect(existsSync(empty) ? readdirSync(empty) : []).toEqual([]);
});

it('refuses to start where no database answers and says which one', async () => {
  const launched = launchService({ databaseUrl: 'postgres://nobody:secret-word@127.0.0.1:9/none' });
  expect(await launched.exited).toEqual({ code: 1, signal: null });
  expect(launched.output()).toContain('DATABASE_URL, 127.0.0.1:9/none,');
  expect(launched.output()).not.toContain('secret-word');
});
