import { join } from 'node:path';
import { DataFolder } from './data-folder.js';
import { reviewRecords } from './review-records.js';
import { luccioni2023 } from './sources/luccioni-2023.js';
import { recordToRun } from './sources/measured-record.js';
import type { SourceFile, SourceMapping } from './sources/source-mapping.js';

const FIXTURES = join(__dirname, '..', '..', '..', 'test', 'fixtures', 'sources');
const records: SourceMapping = {
  folder: 'flawed-records/1',
  rowToRun: (row, source) => recordToRun(row, source, 'all'),
};

async function review(name: string, mapping: SourceMapping) {
  const folder = new DataFolder(join(FIXTURES, name));
  const source = await folder.json<SourceFile>('source.json');
  const read = await folder.records(source.runsFile);
  return reviewRecords(read, { mapping, source, tasks: new Set(['summarization', 'chat']) });
}

describe('the records of a source file', () => {
  it('go in where they keep every invariant; each of the others is named with its line and reason', async () => {
    const { drafts, rejections } = await review('flawed-study/1', luccioni2023);
    expect(drafts.map(({ externalId }) => externalId)).toEqual(['good-1', 'good-2']);
    expect(rejections).toEqual([
      {
        line: 3,
        record: 'negative',
        code: 'INVALID',
        reason: expect.stringContaining('energyPerUnitJ must be greater than 0'),
      },
      {
        line: 4,
        record: 'sum-off',
        code: 'INVALID',
        reason: expect.stringContaining('is not the sum of gpu, cpu and ram'),
      },
      {
        line: 5,
        record: 'no-task',
        code: 'UNKNOWN_TASK',
        reason: expect.stringContaining('summarisation-of-novels'),
      },
      { line: 6, record: 'good-1', code: 'DUPLICATE_ID', reason: 'the id is that of line 2 already' },
      {
        line: 7,
        record: null,
        code: 'INVALID',
        reason: expect.stringContaining('holds "much", not a number'),
      },
      { line: 9, record: null, code: 'UNREADABLE', reason: expect.stringContaining('columns') },
    ]);
  });

  it('are refused for a unit or a scope that is not known, and for an energy of 0', async () => {
    const { drafts, rejections } = await review('flawed-records/1', records);
    expect(drafts.map(({ sourceRow }) => sourceRow)).toEqual([0, 4]);
    expect(rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [3, expect.stringContaining('holds "prompt", not one of')],
      [4, expect.stringContaining('holds "moon", not one of')],
      [5, expect.stringContaining('must be greater than 0')],
    ]);
  });

  it('do not hide a fault of the program', async () => {
    const broken: SourceMapping = {
      ...records,
      rowToRun: () => {
        throw new TypeError('a fault');
      },
    };
    await expect(review('flawed-records/1', broken)).rejects.toThrow('a fault');
  });
});
