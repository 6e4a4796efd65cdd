import type { Command } from 'commander';
import { addBench } from './bench.command.js';
import { addEstimate } from './estimate.command.js';
import { addFactorSets } from './factor-sets.command.js';
import { addImport } from './import.command.js';
import { addKeys } from './keys.command.js';
import { addMeters } from './meters.command.js';
import { addWorker } from './worker.command.js';

/** Every command of `wattfactor`, one line each. */
export const COMMANDS: readonly ((program: Command) => void)[] = [
  addBench,
  addEstimate,
  addFactorSets,
  addImport,
  addKeys,
  addMeters,
  addWorker,
];
