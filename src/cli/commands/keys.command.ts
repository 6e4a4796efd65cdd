import { Option } from 'commander';
import type { Command } from 'commander';
import { SCOPES } from '../../core/access/index.js';
import type { Scope } from '../../core/access/index.js';
import { KeysService } from '../../modules/auth/index.js';
import type { ApiKeyEntity } from '../../modules/auth/index.js';
import { withDatabase } from '../with-database.js';

/** `wattfactor keys create | list | revoke` */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys for whoever writes');
  keys
    .command('create')
    .description('make a key; it is shown once and stored only as a hash')
    .requiredOption('--name <name>', 'who or what will use it')
    .addOption(new Option('--scope <scopes...>', 'what it may do').choices(SCOPES).makeOptionMandatory())
    .action(create);
  keys.command('list').description('all keys, without their secrets').action(list);
  keys.command('revoke <id>').description('refuse a key from now on').action(revoke);
}

const withKeys = <T>(use: (keys: KeysService) => Promise<T>): Promise<T> =>
  withDatabase((dataSource) => use(new KeysService(dataSource)));

async function create({ name, scope }: { name: string; scope: Scope[] }): Promise<void> {
  const { text } = await withKeys((keys) => keys.create(name, scope));
  console.error(`wattfactor: key "${name}" with ${scope.join(', ')}, shown only now:`);
  console.log(text);
}

async function list(): Promise<void> {
  const keys = await withKeys((service) => service.list());
  const rows = [['ID', 'NAME', 'SCOPES', 'CREATED', 'LAST USED', 'STATE'], ...keys.map(row)];
  for (const cells of rows) console.log(aligned(cells, rows));
}

async function revoke(id: string): Promise<void> {
  await withKeys((keys) => keys.revoke(id));
  console.error(`wattfactor: key ${id} is revoked`);
}

const row = (key: ApiKeyEntity): string[] => [
  key.id,
  key.name,
  key.scopes.join(','),
  day(key.createdAt),
  key.lastUsedAt ? minute(key.lastUsedAt) : 'never',
  key.revokedAt ? `revoked ${day(key.revokedAt)}` : 'active',
];

const day = (date: Date): string => date.toISOString().slice(0, 10);
const minute = (date: Date): string => `${date.toISOString().slice(0, 16)}Z`;

const aligned = (cells: readonly string[], rows: readonly string[][]): string =>
  cells
    .map((cell, column) => cell.padEnd(Math.max(...rows.map((other) => other[column]?.length ?? 0))))
    .join('  ')
    .trimEnd();
