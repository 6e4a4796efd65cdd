import type { Command } from 'commander';
import { addFactorSets } from './factor-sets.command.js';
import { addImport } from './import.command.js';
import { addKeys } from './keys.command.js';

/** Every command of `wattfactor`, one line each. */
export const COMMANDS: readonly ((program: Command) => void)[] = [addFactorSets, addKeys, addImport];
