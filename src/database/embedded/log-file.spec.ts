import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classifyFailure, lastLines, markLog, rotateLog } from './log-file.js';

describe('classifyFailure', () => {
  it.each([
    ['folder-in-use', 'FATAL:  lock file "postmaster.pid" already exists'],
    ['folder-in-use', 'FATAL:  lock file "postmaster.pid" is empty'],
    ['folder-in-use', 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'],
    ['port-taken', 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use'],
    ['port-taken', 'FATAL:  could not create any TCP/IP sockets'],
    ['other', 'FATAL:  could not write lock file: No space left on device'],
    ['other', ''],
  ])('is %s for %s', (kind, log) => expect(classifyFailure(log)).toBe(kind));
});

it('quotes the last lines', () => {
  expect(lastLines('1\n2\n3\n', 2)).toBe('2\n3');
});

describe('the log file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattfactor-log-'));
    path = join(folder, 'postgres.log');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives what was added since the mark', async () => {
    await writeFile(path, 'before\n');
    const { handle, since } = await markLog(path);
    await handle.close();
    await appendFile(path, 'after\n');
    expect(await since()).toBe('after\n');
  });

  it('is put aside only when it has grown', async () => {
    await rotateLog(path);
    await writeFile(path, 'short');
    await rotateLog(path);
    expect(await readdir(folder)).toEqual(['postgres.log']);
    await writeFile(path, 'x'.repeat(2 << 20));
    await rotateLog(path);
    expect(await readdir(folder)).toEqual(['postgres.log.1']);
  });
});
