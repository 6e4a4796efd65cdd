import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultHome, homePaths, makeFolder } from './home.js';

describe('defaultHome', () => {
  it('is what WATTFACTOR_HOME says, on every platform', () => {
    const env = { WATTFACTOR_HOME: '/srv/wattfactor', HOME: '/home/ada', XDG_DATA_HOME: '/data' };
    for (const platform of ['linux', 'darwin'] as const) {
      expect(defaultHome(env, platform)).toBe('/srv/wattfactor');
    }
  });

  it.each([
    ['linux', { HOME: '/home/ada' }, '/home/ada/.local/share/wattfactor'],
    ['linux', { HOME: '/home/ada', XDG_DATA_HOME: '/data' }, '/data/wattfactor'],
    ['linux', { HOME: '/home/ada', XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/wattfactor'],
    ['darwin', { HOME: '/Users/ada' }, '/Users/ada/Library/Application Support/wattfactor'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' },
      'C:\\Users\\ada\\AppData\\Local\\wattfactor',
    ],
    ['win32', { USERPROFILE: 'C:\\Users\\ada' }, 'C:\\Users\\ada\\AppData\\Local\\wattfactor'],
  ] as const)('on %s with %j is %s', (platform, env, home) => {
    expect(defaultHome(env, platform)).toBe(home);
  });
});

it('keeps everything inside the home', () => {
  const { home, ...rest } = homePaths(join('/srv', 'wattfactor'));
  for (const path of Object.values(rest)) expect(path.startsWith(join(home, '/'))).toBe(true);
});

it('makes a folder and all above it, and says whether it was new', async () => {
  const base = await mkdtemp(join(tmpdir(), 'wattfactor-home-'));
  try {
    const folder = join(base, 'a', 'b');
    expect(await makeFolder(folder)).toBe(true);
    expect(await makeFolder(folder)).toBe(false);
    expect((await stat(folder)).isDirectory()).toBe(true);
  } finally {
    await rm(base, { recursive: true });
  }
});
