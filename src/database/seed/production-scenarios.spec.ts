import { groupBy } from '../../core/collections.js';
import { DataFolder } from './data-folder.js';

type Row = Record<string, string>;

const TEXT = ['chat', 'reasoning-qa', 'code-completion', 'code-generation', 'image-chat', 'video-chat'];
const CONFIGURATION = [
  ...['edition', 'task', 'model_id', 'dataset', 'gpu_model', 'gpu_count', 'parallelism'],
  ...['weight_precision', 'engine', 'image_width_px', 'image_height_px', 'steps', 'frames', 'fps'],
];

const energy = (row: Row): number =>
  Number(row[row['unit'] === 'request' ? 'energy_per_output_token_j' : 'energy_per_unit_j']);

async function runs(...editions: string[]): Promise<Row[]> {
  const rows = await Promise.all(
    editions.map(async (edition) =>
      (await new DataFolder(`ml-energy/${edition}`).csv('runs.csv')).map((row) => ({ ...row, edition })),
    ),
  );
  return rows.flat().filter((row: Row) => row['batch_size_max'] && energy(row) > 0);
}

const alike = (row: Row, columns: readonly string[]): string =>
  columns.map((column) => row[column] ?? '').join('|');

/** Least energy over that at the first batch, for each configuration that starts there. */
function batching(rows: Row[], tasks: readonly string[], first: number): number[] {
  const groups = groupBy(
    rows.filter((row) => tasks.includes(row['task'] ?? '')),
    (row) => alike(row, CONFIGURATION),
  );
  return [...groups.values()].flatMap((group) => {
    const curve = [...group].sort((a, b) => Number(a['batch_size_max']) - Number(b['batch_size_max']));
    const [start] = curve;
    if (!start || curve.length < 2 || Number(start['batch_size_max']) !== first) return [];
    const atFirst = curve.filter((row) => row['batch_size_max'] === start['batch_size_max']);
    return [Math.min(...curve.map(energy)) / Math.min(...atFirst.map(energy))];
  });
}

/** Energy on one GPU over that on another, all else and the batch alike. */
function generations(rows: Row[], from: string, to: string): number[] {
  const shared = [...CONFIGURATION.filter((column) => column !== 'gpu_model'), 'batch_size_max'];
  return [...groupBy(rows, (row) => alike(row, shared)).values()].flatMap((group) => {
    const [a, b] = [from, to].map((gpu) => group.find((row) => row['gpu_model'] === gpu));
    return a && b ? [energy(b) / energy(a)] : [];
  });
}

function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)]!;
  return low + (sorted[Math.ceil(place)]! - low) * (place % 1);
}

describe('the production scenarios that are derived from measured runs', () => {
  it.each([
    ['batching-text', async () => batching(await runs('v3'), TEXT, 8)],
    ['batching-images', async () => batching(await runs('v2', 'v3'), ['image-generation'], 1)],
    [
      'batching-video',
      async () => batching(await runs('v2', 'v3'), ['video-generation', 'image-to-video'], 1),
    ],
    [
      'hardware-a100-to-h100',
      async () => generations(await runs('v2'), 'NVIDIA A100-SXM4-40GB', 'NVIDIA H100 80GB HBM3'),
    ],
    ['hardware-h100-to-b200', async () => generations(await runs('v3'), 'NVIDIA H100', 'NVIDIA B200')],
  ])('%s follows from the runs', async (id, derive) => {
    const rows = await new DataFolder('production-scenarios/1').csv('scenarios.csv');
    const row = rows.find((candidate) => candidate['scenario_id'] === id);
    const ratios = await derive();
    expect(ratios).toHaveLength(Number(row?.['pairs']));
    expect(quantile(ratios, 0.5) / Number(row?.['central'])).toBeCloseTo(1, 3);
    expect(quantile(ratios, 0.05) / Number(row?.['low'])).toBeCloseTo(1, 3);
    expect(quantile(ratios, 0.95) / Number(row?.['high'])).toBeCloseTo(1, 3);
  });
});
