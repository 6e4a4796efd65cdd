import { commandKind } from './command.executor.js';
import { endpointKind } from './endpoint.executor.js';
import type { ExecutorKind } from './executor.js';
import { landeKind } from './lande.executor.js';
import { llamaKind } from './llama.executor.js';
import { transformersKind } from './transformers.executor.js';
import { winkKind } from './wink.executor.js';

/** Every executor, by name. */
export const EXECUTORS: readonly ExecutorKind[] = [
  landeKind,
  winkKind,
  transformersKind,
  endpointKind,
  llamaKind,
  commandKind,
];
