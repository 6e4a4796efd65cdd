#!/usr/bin/env node
import { Command } from 'commander';
import { version } from '../version.js';
import { COMMANDS } from './commands/index.js';

const program = new Command('wattfactor')
  .description('Emission factors of AI inference from measured runs. `npm start` runs the service itself.')
  .version(version())
  .showHelpAfterError();

for (const addTo of COMMANDS) addTo(program);

program.parseAsync().catch((error: unknown) => {
  console.error(`wattfactor: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
