import { csvKind } from './csv.dataset.js';
import type { DatasetKind } from './dataset.js';
import { imagesKind } from './images.dataset.js';
import { jsonlKind } from './jsonl.dataset.js';
import { spamAssassinKind } from './spam-assassin.dataset.js';

/** Every way to get inputs; the first whose `fits` holds is taken. */
export const DATASETS: readonly DatasetKind[] = [spamAssassinKind, jsonlKind, csvKind, imagesKind];
