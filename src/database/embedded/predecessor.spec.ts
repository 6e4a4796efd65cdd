import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearPredecessor, isPostmasterOf, ownerIn } from './predecessor.js';
import { postgresArguments } from './settings.js';

const owner = { pid: 4711, mark: '987654-0a1b2c3d' };
const command = (data: string) =>
  ['/opt/pg/bin/postgres', ...postgresArguments(data, 45123, owner), ''].join(' ');

describe('isPostmasterOf', () => {
  it.each(['/srv/wattfactor/postgres', '/Users/ada/Library/Application Support/my -D wattfactor'])(
    'knows the Postgres on %s',
    (data) => expect(isPostmasterOf(command(data), data)).toBe(true),
  );

  it.each([
    ['a Postgres on another folder', command('/srv/other')],
    ['a Postgres on a folder whose name only begins alike', command('/srv/wattfactor/postgres2')],
    ['the shell that watches it', `/bin/sh -c script ${command('/srv/wattfactor/postgres')}`],
    ['another program', 'sleep 60 '],
    ['an editor', 'vi -D /srv/wattfactor/postgres '],
  ])('is not fooled by %s', (_, line) => {
    expect(isPostmasterOf(line, '/srv/wattfactor/postgres')).toBe(false);
  });
});

it('finds the service that started a Postgres', () => {
  expect(ownerIn(command('/srv/wattfactor/postgres'))).toEqual(owner);
  expect(ownerIn('/usr/bin/postgres -D /srv/wattfactor/postgres ')).toBeNull();
});

describe('clearPredecessor', () => {
  let data: string;
  let file: string;
  const leave = (text: string) => writeFile(file, text);
  const left = () => readFile(file, 'utf8').catch(() => null);

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'wattfactor-data-'));
    file = join(data, 'postmaster.pid');
  });
  afterEach(() => rm(data, { recursive: true }));

  it('finds nothing in a folder that was shut down', async () => {
    expect(await clearPredecessor(data)).toEqual({ kind: 'none' });
  });

  it('leaves the lock of a dead Postgres to Postgres', async () => {
    await leave(`${2 ** 30}\n${data}\n`);
    expect(await clearPredecessor(data)).toEqual({ kind: 'none' });
    expect(await left()).not.toBeNull();
  });

  it('removes a lock whose process number now belongs to another program', async () => {
    if (process.platform === 'win32') return;
    await leave(`${process.pid}\n${data}\n`);
    expect(await clearPredecessor(data)).toEqual({ kind: 'none' });
    expect(await left()).toBeNull();
  });

  it('gives an unfinished lock time, then removes it', async () => {
    await leave('');
    expect(await clearPredecessor(data)).toEqual({ kind: 'postgres', pid: null });
    await utimes(file, 0, 0);
    expect(await clearPredecessor(data)).toEqual({ kind: 'none' });
    expect(await left()).toBeNull();
  });
});
