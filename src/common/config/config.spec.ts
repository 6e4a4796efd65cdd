import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config, readConfig } from './config.js';

const docs = (name: string): string => readFileSync(join(__dirname, '..', '..', '..', 'docs', name), 'utf8');

describe('settings', () => {
  it('are all in the tables of the documents, with their defaults', () => {
    const rows = docs('operations.md') + docs('benchmarks.md');
    for (const [name, value] of Object.entries(new Config())) {
      if (value !== undefined) expect(rows).toContain(`| \`${name}\` | \`${String(value)}\` |`);
    }
    for (const name of ['DATABASE_URL', 'WATTFACTOR_HOME', 'WATTFACTOR_ELECTRICITY_MAPS_KEY']) {
      expect(rows).toContain(`| \`${name}\` |`);
    }
  });

  it('have their defaults where nothing is set, and an empty one is none', () => {
    expect({ ...readConfig({ PORT: '', HOST: '' }) }).toEqual({ ...new Config() });
  });

  it.each(['abc', '-1', '1.5', '99999'])('are refused in one sentence: PORT=%s', (PORT) => {
    const refused = 'The environment is not usable: PORT must be a whole number from 0 to 65535';
    expect(() => readConfig({ PORT })).toThrow(new Error(refused));
  });

  it('are refused together, each with its name', () => {
    expect(() => readConfig({ PORT: '99999', DATABASE_URL: 'mysql://x' })).toThrow(/PORT.*DATABASE_URL/);
  });
});
