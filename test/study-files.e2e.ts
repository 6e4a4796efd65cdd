import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentDto } from '../src/modules/ingestion/experiments/experiment.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { ImportDto } from '../src/modules/ingestion/imports/import.dto.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase, query } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { cell } from './support/study.js';
import { readStudyLogs, writeStudyLogs } from './support/study-logs.js';
import type { StudyLog } from './support/study-logs.js';

/** A folder laid out as the authors' repository, of their own files; else one is written from the measured table. */
const ORIGINALS = process.env['STUDY_LOGS'];
/** The table prints nine significant digits. */
const TOLERANCE = ORIGINALS ? 1e-8 : 1e-9;
const AGAIN = 'study-again';

let service: Service;
let headers: Record<string, string>;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  // the study's task factors are those of the runs behind its Table 2
  await query(
    databaseUrl,
    `INSERT INTO source (slug, version, title, publisher, licence, attribution, cohort, notes)
     SELECT '${AGAIN}', version, title, publisher, licence, attribution, cohort, notes
     FROM source WHERE slug = 'luccioni-2023'`,
  );
  service = await startService({ databaseUrl });
  headers = withKey(await createKey(databaseUrl, 'runs:write', 'runs:publish'));
});

/** Says of a log's runs what CodeCarbon did not log. */
async function bind({ runs }: StudyLog): Promise<string> {
  const [first] = runs;
  if (!first) throw new Error('a file without runs');
  const variant = cell(first, 'input_variant');
  const { status, body } = await service.post<ExperimentDto>(
    '/v1/experiments',
    {
      source: AGAIN,
      task: cell(first, 'task'),
      dataset: cell(first, 'dataset'),
      zeroShot: cell(first, 'zero_shot') === '1',
      ...(variant !== '' && { inputVariant: variant }),
      ...(cell(first, 'in_paper_table2') === '1' && { cohort: 'table-2' }),
      ...(cell(first, 'task') === 'text-generation' && { outputTokensPerUnit: 10 }),
      modelFromProject: true,
      ...{ inferences: 1000, batchSize: 1, gpusActive: 1, energyMethod: 'nvml+constants', measured: true },
    },
    headers,
  );
  expect(status).toBe(201);
  return body.id;
}

const factorsOf = async (source: string): Promise<FactorDto[]> =>
  (await walk<FactorDto>(service, `/v1/factors?source=${source}`, 500)).items.filter(({ level }) =>
    level.startsWith('measured'),
  );

const subject = ({ level, task, model, dataset, zeroShot, inputVariant, cohort, unit }: FactorDto): string =>
  JSON.stringify([level, task, model, dataset, zeroShot, inputVariant, cohort, unit]);

function folder(): string {
  if (ORIGINALS) return ORIGINALS;
  const written = mkdtempSync(join(tmpdir(), 'wattfactor-study-logs-'));
  afterSuite(() => rm(written, { recursive: true, force: true }));
  writeStudyLogs(written);
  return written;
}

/** What of a log was not taken in. */
async function bring(log: StudyLog): Promise<string[]> {
  const { status, body } = await service.request<ImportDto>(
    `/v1/imports?experiment=${await bind(log)}&fileName=${log.name}`,
    { method: 'POST', headers: { 'content-type': 'text/csv', ...headers }, body: log.content },
  );
  expect([log.name, status]).toEqual([log.name, 201]);
  const taken = body.accepted === log.runs.length ? [] : [`${log.name}: ${body.accepted} accepted`];
  return [...taken, ...body.rejected.map(({ row, message }) => `${log.name}, row ${row}: ${message}`)];
}

/** Where two factors of one subject differ. */
function differences(seed: FactorDto, own: FactorDto | undefined): string[] {
  const name = subject(seed);
  if (own?.n === undefined || JSON.stringify(own.n) !== JSON.stringify(seed.n))
    return [`${name}: of ${JSON.stringify(own?.n)}, not ${JSON.stringify(seed.n)}`];
  const figures = (factor: FactorDto) => ({
    ...factor.energyWhPerUnit,
    coldStart: factor.coldStartEnergyWh,
  });
  const ours: Readonly<Record<string, number | null>> = figures(own);
  return Object.entries(figures(seed)).flatMap(([figure, value]) => {
    const mine = ours[figure] ?? null;
    const same =
      value === null || mine === null
        ? value === mine
        : Math.abs(mine - value) < TOLERANCE * scaleOf(figure, value, seed.energyWhPerUnit.mean);
    return same ? [] : [`${name}: ${figure} is ${mine}, not ${value}`];
  });
}

/** Rounding moves a spread by as much as it moves the mean; sigma is one of logarithms. */
function scaleOf(figure: string, value: number, mean: number | null): number {
  if (figure === 'sd') return mean ?? value;
  return figure === 'sigma' ? 1 : value;
}

it('gives every factor of the seed again from CodeCarbon files of the study’s runs', async () => {
  const { logs, problems } = readStudyLogs(folder());
  const wrong = [...problems];
  for (const log of logs) wrong.push(...(await bring(log)));

  const seed = await factorsOf('luccioni-2023');
  const again = new Map((await factorsOf(AGAIN)).map((factor) => [subject(factor), factor]));
  expect(seed.filter(({ level }) => level === 'measured-cell').length).toBeGreaterThan(400);
  for (const factor of seed) wrong.push(...differences(factor, again.get(subject(factor))));
  expect(wrong).toEqual([]);
  expect(again.size).toBe(seed.length);
  expect(logs.reduce((sum, { runs }) => sum + runs.length, 0)).toBe(4170);
}, 240_000);
