import fc from 'fast-check';
import { csv, DEFAULTS, line, V2_2_3, V3_2_1 } from '../../../../../test/support/codecarbon.js';
import { collect, draftsOf, fixture, readAll, refusals } from '../../../../../test/support/importers.js';
import { codecarbonCsv } from '../codecarbon-csv.js';

describe('the rows of a CSV file', () => {
  it('refuses a row whose empty cells were left out, and reads the rows around it', async () => {
    const whole = line(V3_2_1, { codecarbon_version: '3.3.0' });
    const short = whole
      .split(',')
      .filter((cell) => cell !== '')
      .join(',');
    const other = line(V3_2_1, { codecarbon_version: '3.3.0', run_id: 'run-2' });
    const records = await readAll(codecarbonCsv, [V3_2_1.join(','), short, other].join('\n'), DEFAULTS);
    expect(refusals(records)).toEqual([
      expect.stringMatching(/^1 ROW_SHORT: the row has \d+ values under 38 headers; CodeCarbon 3\.2\.9/),
    ]);
    expect(draftsOf(records).map((draft) => draft.externalId)).toEqual(['run-2']);
  });

  it('follows a header that comes again with other columns', async () => {
    const first = csv(V2_2_3, { codecarbon_version: '2.3.1' });
    const second = csv(V3_2_1, { codecarbon_version: '3.3.0', run_id: 'run-2', energy_consumed: '0.0095' });
    const drafts = draftsOf(await readAll(codecarbonCsv, first + second, DEFAULTS));
    expect(drafts.map((draft) => [draft.externalId, draft.meterVersion, draft.sourceRow])).toEqual([
      ['run-1', '2.3.1', 1],
      ['run-2', '3.3.0', 2],
    ]);
  });

  it('refuses a file whose first line is no header of CodeCarbon', async () => {
    expect(refusals(await readAll(codecarbonCsv, 'a,b,c\n1,2,3\n', DEFAULTS))).toEqual([
      expect.stringMatching(/^0 FILE_UNREADABLE: the first line must name the columns, among them timestamp/),
    ]);
    expect(refusals(await readAll(codecarbonCsv, '', DEFAULTS))).toHaveLength(1);
  });

  it('says which row and column is not UTF-8, and reads the others; BOM, CRLF and quotes do no harm', async () => {
    const good = csv(V2_2_3, { country_name: '"Côte d’Ivoire, ""CI"""' });
    const bad = Buffer.from(line(V2_2_3, { run_id: 'run-2', region: 'X' }), 'latin1');
    bad[bad.indexOf('X')] = 0xee;
    const file = Buffer.concat([Buffer.from(`\uFEFF${good}`.replaceAll('\n', '\r\n')), bad]);
    const records = await readAll(codecarbonCsv, file, DEFAULTS);
    expect(refusals(records)).toEqual([
      '2 NOT_UTF8: row 2, column region is not valid UTF-8: save the file as UTF-8',
    ]);
    expect(draftsOf(records)).toHaveLength(1);
  });

  it('refuses what an unclosed quote swallows and does not hold it all', async () => {
    const records = await readAll(
      codecarbonCsv,
      csv(V2_2_3, {}, { project_name: '"open', run_id: 'x' }, { run_id: 'y' }),
      DEFAULTS,
    );
    expect(draftsOf(records).map((draft) => draft.externalId)).toEqual(['run-1']);
    expect(refusals(records)).toEqual([expect.stringMatching(/^2 ROW_UNREADABLE/)]);
  });

  it('stops at a record that is too large, with what was read before it', async () => {
    const file = csv(V2_2_3, {}, { run_id: 'x', project_name: `"${'y'.repeat(3 * 1024 * 1024)}` });
    const records = await readAll(codecarbonCsv, file, DEFAULTS);
    expect(draftsOf(records).map((draft) => draft.externalId)).toEqual(['run-1']);
    expect(refusals(records)).toEqual([expect.stringMatching(/^\d+ ROW_UNREADABLE/)]);
  });

  it('numbers a row that cannot be parsed where it stands', async () => {
    const file = csv(V2_2_3, {}, { run_id: 'x', project_name: 'a"b"' }, { run_id: 'y' });
    const records = await readAll(codecarbonCsv, file, DEFAULTS);
    expect(refusals(records)).toEqual([expect.stringMatching(/^2 ROW_UNREADABLE: line 3/)]);
    expect(draftsOf(records).map((draft) => [draft.externalId, draft.sourceRow])).toEqual([
      ['run-1', 1],
      ['y', 3],
    ]);
  });

  it('gives the same records with quotes and without, whatever ends the lines and where the quotes begin', async () => {
    const columns = V2_2_3;
    const runs = ['a', 'b', 'c', 'd'].map((id) => ({ run_id: id, country_name: 'Côte d’Ivoire' }));
    const plain = csv(columns, ...runs)
      .trimEnd()
      .split('\n');
    const quoted = (text: string) =>
      text
        .split(',')
        .map((cell) => `"${cell}"`)
        .join(',');
    const expected = await readAll(codecarbonCsv, plain.join('\n'), DEFAULTS);
    expect(draftsOf(expected)).toHaveLength(4);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: plain.length }),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 400 }),
        async (firstQuoted, end, last, chunk) => {
          const lines = plain.map((text, index) => (index < firstQuoted ? text : quoted(text)));
          const file = lines.join(end) + (last ? end : '');
          expect(await readAll(codecarbonCsv, file, DEFAULTS, chunk)).toEqual(expected);
        },
      ),
    );
  });

  it('gives the same records wherever the chunks of the stream end', async () => {
    const file = fixture('codecarbon-3.0.8.csv');
    const expected = await readAll(codecarbonCsv, file, DEFAULTS);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: file.length }), async (chunk) => {
        expect(await readAll(codecarbonCsv, file, DEFAULTS, chunk)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('means the same wherever the network cuts it, line ends of both kinds, quotes and UTF-8 in it', async () => {
    const lines = [
      V2_2_3.join(','),
      line(V2_2_3, { region: 'é😀' }),
      `${line(V2_2_3, { run_id: 'run-2' })}\r`,
      `${line(V2_2_3, { run_id: 'run-3', region: '"x, é"' })}\r`,
      line(V2_2_3, { run_id: 'run-4', region: '"one\ntwo"' }),
      line(V2_2_3, { run_id: 'run-5', region: '日本' }),
    ];
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    const whole = await readAll(codecarbonCsv, bytes, DEFAULTS);
    expect(whole).toHaveLength(5);
    for (let size = 1; size <= 64; size += 1) {
      const cut = (async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })();
      const records = await collect(codecarbonCsv.read(cut, { sourceId: 'test', ...DEFAULTS }));
      expect([size, records]).toEqual([size, whole]);
    }
  });

  it('refuses a header that names a column twice, for nobody knows which counts', async () => {
    const twice = [...V2_2_3, 'energy_consumed'].join(',');
    expect(refusals(await readAll(codecarbonCsv, `${twice}\n1\n`, DEFAULTS))).toEqual([
      '0 FILE_UNREADABLE: the header names energy_consumed twice; which of them counts is not known',
    ]);
  });

  it('refuses a header of more columns than can be held for every row', async () => {
    const wide = [...V2_2_3, ...Array.from({ length: 1_000 }, (_, index) => `c${index}`)].join(',');
    expect(refusals(await readAll(codecarbonCsv, wide, DEFAULTS))).toEqual([
      '0 FILE_UNREADABLE: the header names over 1000 columns',
    ]);
  });

  it('keeps what it refuses as it was written', async () => {
    const [record] = await readAll(codecarbonCsv, `${V2_2_3.join(',')}\nÎle-de-France,déjà,3\n`, DEFAULTS);
    expect(record).toMatchObject({ raw: ['Île-de-France', 'déjà', '3'], error: { code: 'ROW_SHORT' } });
  });
});
