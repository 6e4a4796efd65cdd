import type { ExperimentDto } from '../src/modules/ingestion/experiments/experiment.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { ImportDto } from '../src/modules/ingestion/imports/import.dto.js';
import { createDatabase, query } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { cell, studyFiles } from './support/study-files.js';
import type { StudyFile } from './support/study-files.js';

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

/** Says of a file's runs what CodeCarbon did not log. */
async function bind({ runs }: StudyFile): Promise<string> {
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

it('gives every factor of the seed again from CodeCarbon files of the study’s runs', async () => {
  let accepted = 0;
  for (const file of studyFiles()) {
    const { status, body } = await service.request<ImportDto>(
      `/v1/imports?experiment=${await bind(file)}&fileName=${cell(file.runs[0] ?? {}, 'source_file')}`,
      { method: 'POST', headers: { 'content-type': 'text/csv', ...headers }, body: file.content },
    );
    expect([file.name, status, body.accepted, body.rejected]).toEqual([file.name, 201, file.runs.length, []]);
    accepted += body.accepted;
  }
  expect(accepted).toBe(4170);

  const seed = await factorsOf('luccioni-2023');
  const again = new Map((await factorsOf(AGAIN)).map((factor) => [subject(factor), factor]));
  expect(seed.filter(({ level }) => level === 'measured-cell').length).toBeGreaterThan(400);
  expect(again.size).toBe(seed.length);
  for (const factor of seed) {
    const own = again.get(subject(factor));
    expect([subject(factor), own?.n]).toEqual([subject(factor), factor.n]);
    for (const [name, value] of Object.entries(factor.energyWhPerUnit)) {
      const ours = own?.energyWhPerUnit[name as keyof FactorDto['energyWhPerUnit']];
      if (value === null) expect([subject(factor), name, ours]).toEqual([subject(factor), name, null]);
      else expect(Math.abs(Number(ours) / Number(value) - 1)).toBeLessThan(1e-9);
    }
    if (factor.coldStartEnergyWh !== null)
      expect(Math.abs(Number(own?.coldStartEnergyWh) / factor.coldStartEnergyWh - 1)).toBeLessThan(1e-9);
  }
}, 240_000);
