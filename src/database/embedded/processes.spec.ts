import { formatProcessName, parseProcessName, parseProcStat, processMark, stillRuns } from './processes.js';

describe('parseProcStat', () => {
  const tail = 'S 1 4711 4711 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 10';

  it.each(['node', 'my (odd) name', 'a) S 9 9'])('finds state and start time after the name %j', (name) => {
    expect(parseProcStat(`4711 (${name}) ${tail}`)).toEqual({ state: 'S', startTime: '987654' });
  });

  it('has nothing to say about an empty file', () => {
    expect(parseProcStat('')).toBeNull();
  });
});

describe('process names', () => {
  it('survive writing and reading', () => {
    const name = { pid: 4711, mark: '987654-0a1b2c3d' };
    expect(parseProcessName(formatProcessName(name))).toEqual(name);
  });

  it.each(['', '4711', '4711:', ':x', '0:x', 'x:y'])('%j is none', (text) => {
    expect(parseProcessName(text)).toBeNull();
  });
});

describe('stillRuns', () => {
  it('knows this process', async () => {
    const mark = await processMark(process.pid);
    expect(mark).not.toBeNull();
    expect(await stillRuns({ pid: process.pid, mark: mark ?? '' })).toBe(true);
  });

  it('is not fooled by a number that is in use again', async () => {
    if ((await processMark(process.pid)) === '?') return;
    expect(await stillRuns({ pid: process.pid, mark: 'of-an-earlier-process' })).toBe(false);
  });

  it('believes a name without a mark', async () => {
    expect(await stillRuns({ pid: process.pid, mark: '?' })).toBe(true);
  });

  it('knows that no process has an impossible number', async () => {
    expect(await stillRuns({ pid: 2 ** 30, mark: '?' })).toBe(false);
  });
});
