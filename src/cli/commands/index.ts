import type { Command } from 'commander';
import { addEstimate } from './estimate.command.js';
import { addFactorSets } from './factor-sets.command.js';
import { addKeys } from './keys.command.js';

/** Every command of `wattfactor`, one line each. */
export const COMMANDS: readonly ((program: Command) => void)[] = [addEstimate, addFactorSets, addKeys];
