import { reviewRun } from '../../../core/run/index.js';
import { draftsOf, fixture, readAll, refusals } from '../../../../test/support/importers.js';
import { wattfactorJson } from './wattfactor-json.js';

const [LINE = ''] = fixture('wattfactor.ndjson').toString().split('\n');
const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(LINE) as object), ...change });

describe("the service's own runs", () => {
  it('are read one a line, each by itself', async () => {
    const records = await readAll(wattfactorJson, fixture('wattfactor.ndjson'));
    expect(draftsOf(records).map((draft) => [draft.externalId, draft.sourceRow])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(refusals(records)).toEqual([
      '3 ROW_UNREADABLE: there is no field `tusk`',
      expect.stringMatching(/^4 FILE_UNREADABLE: line 5 is not valid JSON/),
    ]);
  });

  it('are the same as an object, an array and a page of GET /v1/runs', async () => {
    const [single] = draftsOf(await readAll(wattfactorJson, LINE));
    const [pretty] = draftsOf(await readAll(wattfactorJson, JSON.stringify(JSON.parse(LINE), null, 2)));
    const [ofArray] = draftsOf(await readAll(wattfactorJson, `[${LINE}]`));
    const page = draftsOf(await readAll(wattfactorJson, fixture('wattfactor.json')));
    expect(pretty).toEqual(single);
    expect(ofArray).toEqual(single);
    expect(page).toHaveLength(2);
    expect(page[0]).toEqual(single);
  });

  it('carry kWh and Wh, which become joules; the source is the uploader’s', async () => {
    const [draft] = draftsOf(await readAll(wattfactorJson, LINE, { sourceId: 'mine' }));
    expect(draft).toMatchObject({
      sourceId: 'mine',
      modelId: 'example/model-1b',
      hardware: { gpuModel: 'NVIDIA L4', gpuCount: 1, nodes: 1 },
      energyScope: 'node-components',
      measured: true,
    });
    expect(draft?.phases[0]).toMatchObject({ energyTotalJ: 7200, energyGpuJ: 5400, energyPerUnitJ: 7.2 });
    if (draft) expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('are taken as GET /v1/runs gives them, hardware by its slug with the machine beside it', async () => {
    const [sent] = draftsOf(await readAll(wattfactorJson, LINE));
    const exported = changed({
      ...{ id: 'any', status: 'published', reviewReason: null, gpusActive: null, parallelism: 'tp1' },
      hardware: '1x-nvidia-l4-example-cpu',
      machine: { gpuModel: 'NVIDIA L4', gpuCount: 1, nodes: 1, cpuModel: 'Example CPU', ramGb: 64 },
    });
    const [draft] = draftsOf(await readAll(wattfactorJson, exported));
    expect(draft).toEqual({ ...sent, hardware: { ...sent?.hardware, ramGb: 64, parallelism: 'tp1' } });
  });

  it('may give the energy of a unit alone', async () => {
    const [draft] = draftsOf(
      await readAll(
        wattfactorJson,
        changed({ phases: [{ phase: 'query', unit: 'request', energyWhPerUnit: 0.5 }] }),
      ),
    );
    expect(draft?.phases[0]).toMatchObject({ energyPerUnitJ: 1800, energyTotalJ: null, unitCount: null });
  });

  it.each([
    [{ scope: 'room' }, 'scope must be one of gpu'],
    [{ measured: 'yes' }, 'measured must be true or false'],
    [{ energyMethod: null }, '`energyMethod` is missing'],
    [{ hardware: 7 }, 'hardware must be an object'],
    [{ hardware: '1x-l4' }, 'hardware names a machine: give `machine` beside it'],
    [{ hardware: '1x-l4', machine: '1x-l4' }, 'hardware names a machine'],
    [{ hardware: '2x-nvidia-l4', machine: { gpuModel: 'NVIDIA L4', gpuCount: 1 } }, 'machine is another'],
    [{ hardware: '1x-l4', machine: { gpuModel: ['L4'], gpuCount: 1 } }, 'machine is another'],
    [{ machine: { gpuCount: 1 } }, 'there is no field `machine`'],
    [{ phases: [] }, 'phases must list'],
    [{ phases: [{ phase: 'query', unit: 'request' }] }, 'a phase needs energyKwh'],
    [{ phases: [{ phase: 'query', unit: 'request', energyKwh: 1 }] }, 'give `inferences`'],
    [{ flags: 'odd' }, 'flags must be a list'],
    [{ parameters: 1.5 }, 'parameters holds 1.5, not a whole number'],
  ])('are refused with %p', async (change, message) => {
    expect(refusals(await readAll(wattfactorJson, changed(change)))).toEqual([
      expect.stringContaining(message),
    ]);
  });
});
