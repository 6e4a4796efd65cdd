import { keptRecord } from './kept-record.js';

const kept = (record: unknown) => keptRecord(record, JSON.stringify(record).length);

describe('what the quarantine keeps of a record', () => {
  it('is the record itself up to 64 KiB', () => {
    const record = { os: 'x'.repeat(60_000) };
    expect(kept(record)).toEqual({ record, whole: true });
  });

  it('is the record with its long texts cut, wherever they are, and the short ones as they were', () => {
    const record = {
      os: 'x'.repeat(70_000),
      energy_consumed: 'bad',
      tasks: [{ note: 'y'.repeat(2_000) }, null],
    };
    expect(kept(record)).toEqual({
      record: {
        os: `${'x'.repeat(1_000)}… (cut, 70000 characters)`,
        energy_consumed: 'bad',
        tasks: [{ note: `${'y'.repeat(1_000)}… (cut, 2000 characters)` }, null],
      },
      whole: false,
    });
  });

  it('is the beginning of its JSON where there are too many values', () => {
    const { record, whole } = kept(Array.from({ length: 50_000 }, (_, index) => index));
    expect(whole).toBe(false);
    expect(record).toMatch(/^\[0,1,2,.*… \(cut, 288891 characters\)$/);
    expect(String(record).length).toBeLessThan(17_000);
  });

  it('never ends in half a character', () => {
    const { record } = kept([`${'x'.repeat(999)}😀${'y'.repeat(70_000)}`]);
    expect(record).toEqual([`${'x'.repeat(999)}… (cut, 71001 characters)`]);
  });
});
