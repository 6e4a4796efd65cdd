import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ImportDto, ImportRejectionDto } from '../src/modules/ingestion/imports/import.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { csv, line, V2_0, V3_2_1 } from './support/codecarbon.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { about, rows, statisticsOf, uploader } from './support/imports.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import type { Page } from './support/pages.js';
import { problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

const LIMIT = 8_000_000;

let databaseUrl: string;
let service: Service;
let key: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl, env: { IMPORT_LIMIT_BYTES: String(LIMIT) } });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

const upload: ReturnType<typeof uploader> = (...sent) => uploader(service, key)(...sent);

const storedRuns = async (source: string): Promise<number> =>
  (await service.get<Page<RunDto>>(`/v1/runs?source=${source}&limit=1`)).body.total;

describe('a good file', () => {
  it('is recognised, taken in, moves the factor, and is harmless when it comes again', async () => {
    const file = rows(3);
    const { status, body, headers } = await upload(about('good'), file);
    expect([status, body]).toMatchObject([
      201,
      {
        state: 'done',
        format: 'codecarbon-csv',
        fileName: 'emissions.csv',
        bytes: file.length,
        ...{
          rows: 3,
          accepted: 3,
          duplicates: 0,
          quarantined: 0,
          rejectedTotal: 0,
          rejected: [],
          problem: null,
        },
      },
    ]);
    const cell = body.changedFactors.find(({ level }) => level === 'measured-cell');
    // 0.0095 kWh for 1,000 inferences
    expect(cell).toMatchObject({ before: null, after: { runs: 3 }, relativeChange: null });
    expect(cell?.after?.energyWhPerUnit).toBeCloseTo(0.0095, 12);
    expect((await service.get(headers.location ?? '')).body).toEqual(body);

    const again = await upload(about('good'), file);
    expect(again.body).toMatchObject({ accepted: 0, duplicates: 3, changedFactors: [] });
    expect(await storedRuns('good')).toBe(3);
    expect((await statisticsOf(databaseUrl, 'good'))[0]?.runs).toBe(3);
  });

  it.each([
    ['named by the encoding', { 'content-encoding': 'gzip' }],
    ['recognised by its bytes', {}],
  ])('may be gzip, %s', async (_how, headers) => {
    const { status, body } = await upload(about('zipped'), gzipSync(rows(2)), headers);
    expect([status, body.accepted + body.duplicates, body.bytes]).toEqual([201, 2, rows(2).length]);
  });

  it('is taken in as drafts where the key may not publish, and moves nothing', async () => {
    const writer = await createKey(databaseUrl, 'runs:write');
    const { body } = await upload(about('drafted'), rows(2), withKey(writer));
    expect(body).toMatchObject({ accepted: 2, changedFactors: [] });
    expect(await statisticsOf(databaseUrl, 'drafted')).toEqual([]);
  });

  it('is only checked in a dry run, which says what would change', async () => {
    const { body } = await upload(`${about('dry')}&dryRun=true`, rows(3, bad(1)));
    expect(body).toMatchObject({ dryRun: true, accepted: 2, rejected: [{ row: 2, quarantineId: null }] });
    expect(body.changedFactors).not.toEqual([]);
    expect(await query(databaseUrl, `SELECT 1 FROM run WHERE source_id = 'dry'`)).toEqual([]);
    expect(await statisticsOf(databaseUrl, 'dry')).toEqual([]);
  });

  it('is answered at once and read later where the request says so', async () => {
    const { status, body } = await upload(`${about('later')}&async=true`, rows(2));
    expect(status).toBe(202);
    const look = async () => (await service.get<ImportDto>(`/v1/imports/${body.id}`)).body;
    expect(await eventually(look, ({ state }) => state !== 'running')).toMatchObject({
      state: 'done',
      accepted: 2,
    });
  });

  it('is listed in the order of arrival', async () => {
    const { items } = await walk<ImportDto>(service, '/v1/imports', 2);
    expect(items.length).toBeGreaterThan(3);
    const times = items.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort());
  });
});

/** The beginning of an archive whose one entry has a name that leads out of a folder. */
function zipOf(name: string): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\u0003\u0004', 'latin1');
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name)]);
}

const bad =
  (at: number) =>
  (index: number): Record<string, string> =>
    index === at ? { energy_consumed: '-1' } : {};

describe('a file with faults', () => {
  it('loses one bad row of 10,000 and nothing else', async () => {
    const { status, body } = await upload(about('large'), rows(10_000, bad(7_777)));
    expect([status, body]).toMatchObject([
      201,
      { rows: 10_000, accepted: 9_999, quarantined: 1, rejectedTotal: 1, state: 'done' },
    ]);
    expect(body.rejected).toMatchObject([{ row: 7_778, code: 'OUT_OF_RANGE', field: 'energy_consumed' }]);
    const kept = await service.get<{ channel: string }>(`/v1/quarantine/${body.rejected[0]?.quarantineId}`);
    expect(kept.body.channel).toBe('import:codecarbon-csv');
    expect((await statisticsOf(databaseUrl, 'large'))[0]?.runs).toBe(9_999);
  });

  it('lists every refused row, the report only the first 100', async () => {
    const { body } = await upload(
      about('refused'),
      rows(150, () => ({ energy_consumed: 'x' })),
    );
    expect([body.accepted, body.rejectedTotal, body.rejected.length]).toEqual([0, 150, 100]);
    const all = await walk<ImportRejectionDto>(service, `/v1/imports/${body.id}/rejected`, 60);
    expect(all.items.map(({ row }) => row)).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
  });

  it('is refused as a whole where it has another header', async () => {
    const reply = await upload(`${about('header')}&format=codecarbon-csv`, 'time,energy\n1,2\n');
    expect(problem(reply)).toMatchObject({ status: 422, code: 'FILE_UNREADABLE' });
    const { importId, detail } = problem(reply);
    expect(detail).toContain(`/v1/imports/${importId}`);
    const report = await service.get<ImportDto>(`/v1/imports/${importId}`);
    expect(report.body).toMatchObject({ state: 'failed', accepted: 0 });
  });

  it.each([
    ['nothing', '', 'FILE_UNREADABLE'],
    ['what no format looks like', 'hello\n', 'FORMAT_UNKNOWN'],
    ['an archive, whatever its entries are named', zipOf('../../../../tmp/evil.csv'), 'FORMAT_UNKNOWN'],
  ])('is refused as a whole where it holds %s', async (_what, content, code) => {
    expect(problem(await upload(about('none'), content))).toMatchObject({ status: 422, code });
  });

  it('may hold several versions of CodeCarbon, each under its header', async () => {
    const mixed = csv(V2_0, { run_id: 'old' }) + csv(V3_2_1, { run_id: 'new', codecarbon_version: '3.3.0' });
    expect((await upload(about('mixed'), mixed)).body).toMatchObject({ accepted: 2, rejectedTotal: 0 });
  });

  it('has its short rows refused with the way out', async () => {
    const short = `${rows(1)}${line(V3_2_1, { run_id: 'short' }).split(',').slice(3).join(',')}\n`;
    const { body } = await upload(about('short'), short);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ row: 2, code: 'ROW_SHORT' }] });
    expect(body.rejected[0]?.message).toMatch(/35 values under 38 headers.*3\.2\.9 and 3\.3\.0/);
  });

  it('keeps the energy of a negative duration, and drops the duration', async () => {
    await upload(
      about('negative'),
      rows(1, () => ({ duration: '-1800000000' })),
    );
    const [run] = (await service.get<Page<RunDto>>('/v1/runs?source=negative')).body.items;
    expect(run?.flags).toContain('duration-negative');
    expect(run?.phases[0]).toMatchObject({ durationS: null });
    expect(run?.phases[0]?.energyKwh).toBeCloseTo(0.0095, 12);
  });

  it('names runs of run_id "None" by their content', async () => {
    const file = rows(2, (index) => ({ run_id: 'None', duration: String(100 + index) }));
    expect((await upload(about('none-id'), file)).body).toMatchObject({ accepted: 2 });
    expect((await upload(about('none-id'), file)).body).toMatchObject({ accepted: 0, duplicates: 2 });
  });

  it('tells two clients with one run id apart, in one file and across files', async () => {
    const shared = (energy: string) => ({
      run_id: 'shared',
      energy_consumed: energy,
      cpu_energy: '',
      emissions: '',
    });
    const together = await upload(about('twins'), csv(V3_2_1, shared('0.01'), shared('0.009')));
    expect(together.body).toMatchObject({ accepted: 1, rejected: [{ row: 2, code: 'CONFLICT' }] });
    const later = await upload(about('twins'), csv(V3_2_1, shared('0.02')));
    expect(later.body).toMatchObject({ accepted: 0, rejected: [{ row: 1, code: 'CONFLICT' }] });
    expect(await storedRuns('twins')).toBe(1);
  });

  it('has rows refused that are no UTF-8', async () => {
    const [header, first] = rows(1).split('\n');
    const broken = Buffer.from(`${header}\n${first}\n${first?.replace('demo', 'd\xe9mo')}\n`, 'latin1');
    expect((await upload(about('latin'), broken)).body).toMatchObject({
      accepted: 1,
      rejected: [{ row: 2, code: 'NOT_UTF8' }],
    });
  });

  it('says what is missing where the request does not say it', async () => {
    const { body } = await upload('source=bare', rows(1));
    expect(body).toMatchObject({
      accepted: 0,
      rejected: [{ row: 1, code: 'DEFAULT_MISSING', field: 'inferences' }],
    });
  });
});

describe('a request with faults', () => {
  it.each(['../../etc/passwd', '..\\..\\windows\\passwd', '/etc/passwd'])(
    'takes of the name %s the last part only',
    async (name) => {
      const { body } = await upload('dryRun=true&task=x', rows(1), { 'x-file-name': name });
      expect(body.fileName).toBe('passwd');
    },
  );

  it.each(['..', '../..', '/', 'a%00b'])('refuses the name %s', async (name) => {
    const reply = await upload(`fileName=${name}&source=names`, rows(1));
    expect(problem(reply)).toMatchObject({ status: 422, errors: [{ field: 'fileName' }] });
  });

  it.each([
    ['format=nonsense', 'format'],
    ['experiment=nonsense', 'experiment'],
    [`experiment=${randomUUID()}`, 'experiment'],
    ['inferences=0', 'inferences'],
    ['inferences=', 'inferences'],
    ['readingEnergyKwh=1', 'readingScope'],
  ])('refuses %s and names the field', async (parameters, field) => {
    expect(problem(await upload(parameters, rows(1)))).toMatchObject({ status: 422, errors: [{ field }] });
  });

  it('refuses an encoding that is not read', async () => {
    const reply = await upload(about('br'), rows(1), { 'content-encoding': 'br' });
    expect(problem(reply)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('leaves JSON the only body elsewhere', async () => {
    const headers = { 'content-type': 'application/x-wattfactor-file', ...withKey(key) };
    const reply = await service.request('/v1/runs', { method: 'POST', headers, body: 'x' });
    expect(problem(reply)).toMatchObject({ status: 415 });
  });
});

describe('a body that is too large or damaged', () => {
  const header = Buffer.from(rows(0));

  it('is refused by its length before it is read', async () => {
    const reply = await upload(about('huge'), 'x', { 'content-length': '2147483648' });
    expect(problem(reply)).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  it('is refused where it goes on beyond the limit without having said so', async () => {
    const reply = await upload(about('long'), Buffer.concat([header, Buffer.alloc(LIMIT, '\n')]), {
      'transfer-encoding': 'chunked',
    });
    expect(problem(reply)).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  it('is refused where it unpacks beyond the limit', async () => {
    const bomb = gzipSync(Buffer.concat([header, Buffer.alloc(LIMIT * 8, '\n')]));
    expect(bomb.length).toBeLessThan(LIMIT / 50);
    const body = problem(await upload(about('bomb'), bomb));
    expect(body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    expect(body.detail).toContain('decompresses to');
  });

  it('is refused where the gzip data breaks off', async () => {
    const packed = gzipSync(rows(500, (index) => ({ project_name: String(Math.sin(index)) })));
    const reply = await upload(about('broken'), packed.subarray(0, packed.length - 100));
    expect(problem(reply)).toMatchObject({ status: 422, code: 'FILE_UNREADABLE' });
  });
});
