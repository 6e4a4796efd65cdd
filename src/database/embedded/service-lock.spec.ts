import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.js';
import { parseProcessName } from './processes.js';
import { takeServiceLock } from './service-lock.js';

describe('takeServiceLock', () => {
  let home: string;
  let file: string;
  const take = () => takeServiceLock(file, home);

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'wattfactor-lock-'));
    file = join(home, 'wattfactor.lock');
  });
  afterEach(() => rm(home, { recursive: true }));

  it('names this process and is gone after release', async () => {
    const lock = await take();
    expect(parseProcessName(await readFile(file, 'utf8'))).toEqual(lock.owner);
    expect(lock.owner.pid).toBe(process.pid);
    await lock.release();
    expect(await readdir(home)).toEqual([]);
  });

  it('refuses a second holder', async () => {
    await take();
    await expect(take()).rejects.toThrow(EmbeddedPostgresError);
    await expect(take()).rejects.toThrow('another Wattfactor uses this data folder');
  });

  it('names the process that holds it', async () => {
    await writeFile(file, `${process.ppid}:?`);
    await expect(take()).rejects.toThrow(`process ${process.ppid} `);
  });

  it.each([
    ['a dead process', `${2 ** 30}:987654-0a1b2c3d`],
    ['a write that was cut short', ''],
  ])('takes over what %s left', async (_, text) => {
    await writeFile(file, text);
    const lock = await take();
    expect(parseProcessName(await readFile(file, 'utf8'))).toEqual(lock.owner);
    expect(await readdir(home)).toEqual(['wattfactor.lock']);
  });

  it('goes to one of many', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, take));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it("does not release another process's lock", async () => {
    const lock = await take();
    await writeFile(file, '1:?');
    await lock.release();
    expect(await readFile(file, 'utf8')).toBe('1:?');
  });
});
