import { parsePostmasterFile } from './postmaster-file.js';

const running =
  '4711\n/srv/wattfactor/postgres\n1767225600\n45123\n\n127.0.0.1\n  1234567    163840\nready   \n';

describe('parsePostmasterFile', () => {
  it('reads process, port and status', () => {
    expect(parsePostmasterFile(running)).toEqual({ pid: 4711, port: 45123, status: 'ready' });
  });

  it('reads a file that Postgres has not finished', () => {
    expect(parsePostmasterFile('4711\n/srv/wattfactor/postgres\n')).toEqual({
      pid: 4711,
      port: 0,
      status: '',
    });
  });

  it('reads the negative number that single-user mode writes', () => {
    expect(parsePostmasterFile('-4711\n')?.pid).toBe(4711);
  });

  it.each(['', '\n', 'garbage\n', '0\n'])('takes %j for damaged', (text) => {
    expect(parsePostmasterFile(text)).toBeNull();
  });
});
