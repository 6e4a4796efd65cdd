import fc from 'fast-check';
import { exclusivityOf, parseHostTicks, parseProcessTicks, stealShare, treeTicks } from './index.js';

describe('/proc/stat', () => {
  it('gives busy, idle and stolen ticks of the whole machine', () => {
    const text = 'cpu  100 5 20 800 30 1 4 7 9 0\ncpu0 50 2 10 400 15 0 2 3 0 0\nintr 1';
    expect(parseHostTicks(text)).toEqual({ busy: 130, idle: 830, steal: 7 });
  });

  it('of an old kernel lacks steal, and of another system everything', () => {
    expect(parseHostTicks('cpu  100 5 20 800')).toEqual({ busy: 125, idle: 800, steal: 0 });
    expect(parseHostTicks('no such thing')).toBeNull();
  });

  it('tells the share that went to other guests', () => {
    const before = { busy: 0, idle: 0, steal: 0 };
    expect(stealShare(before, { busy: 60, idle: 30, steal: 10 })).toBeCloseTo(0.1, 12);
    expect(stealShare(before, before)).toBeNull();
  });
});

describe('/proc/<pid>/stat', () => {
  const line = (pid: number, name: string, parent: number, ticks: readonly number[]): string =>
    `${pid} (${name}) S ${parent} 1 1 0 -1 4194304 1 2 3 4 ${ticks.join(' ')} 20 0 1 0 98765 1000 10`;

  it('gives parent and ticks, ended children included, whatever the name holds', () => {
    const parsed = parseProcessTicks(line(42, 'a) S 9 9 (b', 7, [10, 20, 3, 4]));
    expect(parsed).toEqual({ pid: 42, parent: 7, ticks: 37 });
  });

  it('of a process that has gone is nothing', () => {
    expect(parseProcessTicks('')).toBeNull();
  });
});

describe('a tree of processes', () => {
  const processes = [
    { pid: 1, parent: 0, ticks: 1000 },
    { pid: 10, parent: 1, ticks: 5 },
    { pid: 11, parent: 10, ticks: 7 },
    { pid: 12, parent: 11, ticks: 11 },
    { pid: 20, parent: 1, ticks: 500 },
  ];

  it('counts children of children and nobody else', () => {
    expect(treeTicks(processes, 10)).toBe(23);
    expect(treeTicks(processes, 99)).toBeNull();
  });
});

describe('exclusivity', () => {
  it('is a share, and unknown where a part is unknown', () => {
    expect(exclusivityOf(9, 10)).toBeCloseTo(0.9, 12);
    expect(exclusivityOf(null, 10)).toBeNull();
    expect(exclusivityOf(1, 0)).toBeNull();
    const time = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(time, time, (workload, busy) => {
        const share = exclusivityOf(workload, busy);
        expect(share === null || (share >= 0 && share <= 1)).toBe(true);
      }),
    );
  });
});
