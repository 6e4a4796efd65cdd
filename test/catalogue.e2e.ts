import type { AiModelDto } from '../src/modules/catalogue/ai-model/ai-model.dto.js';
import type { DatasetDto } from '../src/modules/catalogue/dataset/dataset.dto.js';
import type { HardwareDto } from '../src/modules/catalogue/hardware/hardware.dto.js';
import type { SourceDto } from '../src/modules/catalogue/source/source.dto.js';
import type { TaskDto } from '../src/modules/catalogue/task/task.dto.js';
import { walk } from './support/pages.js';
import type { Page } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { studyRows } from './support/study.js';

const STUDY_TASKS = [
  'extractive-qa',
  'image-captioning',
  'image-classification',
  'image-generation',
  'masked-language-modelling',
  'object-detection',
  'summarization',
  'text-classification',
  'text-generation',
  'token-classification',
];

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const items = async <T>(path: string): Promise<readonly T[]> => (await service.get<Page<T>>(path)).body.items;

describe('tasks', () => {
  it('include the ten of the study, each with a functional unit and modalities', async () => {
    const tasks = await items<TaskDto>('/v1/tasks?limit=500');
    const study = tasks.filter(({ slug }) => STUDY_TASKS.includes(slug));
    expect(study.map(({ slug }) => slug).sort()).toEqual(STUDY_TASKS);
    for (const task of study) {
      expect(task.functionalUnits).toContain(task.functionalUnit);
      expect(task.modality.input.length * task.modality.output.length).toBeGreaterThan(0);
    }
  });

  it('are found by what goes in and what comes out', async () => {
    const tasks = await items<TaskDto>('/v1/tasks?input=image&output=text');
    const slugs = tasks.map(({ slug }) => slug);
    expect(slugs).toContain('image-captioning');
    expect(slugs).not.toContain('image-generation');
    expect(slugs).not.toContain('summarization');
  });

  it('are found by a misspelt name, the best match first', async () => {
    expect((await items<TaskDto>('/v1/tasks?q=sumarizaton'))[0]?.slug).toBe('summarization');
    expect((await items<TaskDto>('/v1/tasks?q=image%20genration'))[0]?.slug).toBe('image-generation');
  });

  it('are the same one by one as in the list', async () => {
    for (const task of await items<TaskDto>('/v1/tasks?limit=5')) {
      expect((await service.get(`/v1/tasks/${task.slug}`)).body).toEqual(task);
    }
  });
});

describe('AI models', () => {
  it('of the study are the 92 that its runs name, with the runs counted', async () => {
    const counted = new Map<string, number>();
    for (const row of studyRows()) {
      counted.set(row['model_id'] ?? '', (counted.get(row['model_id'] ?? '') ?? 0) + 1);
    }
    const { items: models, totals } = await walk<AiModelDto>(service, '/v1/models?source=luccioni-2023', 500);
    expect([...totals]).toEqual([92]);
    const onlyStudy = models.filter(({ sources }) => sources.length === 1);
    expect(models.map(({ id }) => id).sort()).toEqual([...counted.keys()].sort());
    for (const { id, runs } of onlyStudy) expect([id, runs]).toEqual([id, counted.get(id)]);
    expect(onlyStudy.length).toBeGreaterThan(80);
  });

  it('say their parameters, and null where the source does not', async () => {
    const bart = await service.get<AiModelDto>('/v1/models/facebook%2Fbart-large-cnn');
    expect(bart.body).toEqual({
      id: 'facebook/bart-large-cnn',
      parameters: 406290432,
      activeParameters: null,
      tasks: ['summarization'],
      zeroShotTasks: [],
      datasets: ['cnn-dailymail', 'samsum', 'xsum'],
      sources: ['luccioni-2023'],
      runs: 30,
    });
    const tiny = await service.get<AiModelDto>('/v1/models/fxmarty%2Fpix2struct-tiny-random');
    expect(tiny.body.parameters).toBeNull();
  });

  it('keep zero-shot tasks apart', async () => {
    const { body } = await service.get<AiModelDto>('/v1/models/bigscience%2Fbloomz-7b1');
    expect(body.tasks).not.toContain('extractive-qa');
    expect(body.zeroShotTasks).toEqual(['extractive-qa', 'summarization', 'text-classification']);
  });

  it('are found by a misspelt name, the best match first', async () => {
    const [first] = await items<AiModelDto>('/v1/models?q=bart-larg-cn');
    expect(first?.id).toBe('facebook/bart-large-cnn');
    const [second] = await items<AiModelDto>('/v1/models?q=stabel-difusion-xl');
    expect(second?.id).toBe('stabilityai/stable-diffusion-xl-base-1.0');
  });

  it('are filtered by task and by parameters, bounds included', async () => {
    const path = '/v1/models?task=summarization&minParameters=406290432&maxParameters=406290432';
    const models = await items<AiModelDto>(path);
    expect(models.map(({ id }) => id)).toContain('facebook/bart-large-cnn');
    for (const { parameters, tasks, zeroShotTasks } of models) {
      expect(parameters).toBe(406290432);
      expect([...tasks, ...zeroShotTasks]).toContain('summarization');
    }
    const all = await items<AiModelDto>('/v1/models?task=summarization&limit=500');
    expect(all.length).toBeGreaterThan(models.length);
  });

  it('without parameters never match a bound on them', async () => {
    const models = await items<AiModelDto>('/v1/models?maxParameters=9007199254740991&limit=500');
    expect(models.map(({ id }) => id)).not.toContain('fxmarty/pix2struct-tiny-random');
    expect(models.length).toBeGreaterThan(100);
  });
});

describe('datasets, hardware and sources', () => {
  it('hold the 26 datasets of the study', async () => {
    const named = new Set(studyRows().map((row) => row['dataset']));
    expect(named.size).toBe(26);
    const datasets = await items<DatasetDto>('/v1/datasets?limit=500');
    const study = datasets.filter(({ slug }) => named.has(slug));
    expect(study).toHaveLength(26);
    for (const { slug, runs, tasks } of study) expect({ slug, runs, tasks }).not.toMatchObject({ runs: 0 });
  });

  it('hold the node of the study with its eight GPUs', async () => {
    const path = '/v1/hardware/8x-nvidia-a100-sxm4-80gb-intel-xeon-platinum-8275cl';
    const { body } = await service.get<HardwareDto>(path);
    expect(body).toMatchObject({ gpuCount: 8, nodes: 1, runs: 4170 });
  });

  it('name the licence, the attribution and the number of runs of every source', async () => {
    const sources = await items<SourceDto>('/v1/sources?limit=500');
    const study = sources.find(({ slug }) => slug === 'luccioni-2023');
    expect(study).toMatchObject({ licence: 'MIT', scope: 'node-components', runs: 4170 });
    expect(sources.map(({ runs }) => runs).sort((a, b) => a - b)).toEqual([31, 260, 474, 1858, 4170]);
    for (const source of sources) expect(source.attribution).not.toBe('');
  });
});

describe('unknown names', () => {
  it.each([
    ['/v1/tasks/sumarization', 'UNKNOWN_TASK', 'summarization'],
    ['/v1/models/facebook%2Fbart-large-cn', 'UNKNOWN_MODEL', 'facebook/bart-large-cnn'],
    ['/v1/datasets/cnn-dailymal', 'UNKNOWN_DATASET', 'cnn-dailymail'],
    ['/v1/sources/lucioni-2023', 'UNKNOWN_SOURCE', 'luccioni-2023'],
  ])('in a path, %s, is a 404 that names the one meant', async (path, code, meant) => {
    const body = problem(await service.get(path));
    expect([body.status, body.code]).toEqual([404, code]);
    expect(suggestionsOf(body)[0]).toBe(meant);
  });

  it.each([
    ['/v1/models?task=sumarization', 'UNKNOWN_TASK', 'task', 'summarization'],
    ['/v1/models?source=lucioni-2023', 'UNKNOWN_SOURCE', 'source', 'luccioni-2023'],
    ['/v1/datasets?task=imagecaptioning', 'UNKNOWN_TASK', 'task', 'image-captioning'],
  ])('in a filter, %s, is a 422 that names the field and the one meant', async (path, code, field, meant) => {
    const body = problem(await service.get(path));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, [field]]);
    expect(suggestionsOf(body)).toContain(meant);
  });
});
