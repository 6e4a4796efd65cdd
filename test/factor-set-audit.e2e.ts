import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AuditPage } from '../src/modules/auth/audit/audit.dto.js';
import { createKey, withKey } from './support/keys.js';
import { Publishing } from './support/publishing.js';
import { root } from './support/service.js';

let sets: Publishing;
let admin: Record<string, string>;
beforeAll(async () => {
  sets = await Publishing.start();
  admin = withKey(await createKey(sets.databaseUrl, 'admin'));
});

const entries = async () =>
  (await sets.service.get<AuditPage>('/v1/audit?action=factor-set.publish', admin)).body.items;

const keyIdOf = (headers: Record<string, string>) =>
  /wf_([0-9a-f]+)_/.exec(headers['authorization'] ?? '')?.[1];

it('notes who published a set, by REST, GraphQL and the command line', async () => {
  const { body } = await sets.publish('by-rest');
  const graphql = 'mutation { publishFactorSet(input: { version: "by-graphql" }) { version } }';
  await sets.service.post('/graphql', { query: graphql }, sets.key);
  const cli = [join(root, 'dist', 'src', 'cli', 'main.js'), 'factor-sets', 'publish', 'by-hand'];
  const env = { ...process.env, DATABASE_URL: sets.databaseUrl };
  await promisify(execFile)(process.execPath, cli, { env });
  const by = keyIdOf(sets.key);
  expect((await entries()).map(({ subject, keyId, details }) => [subject, keyId, details])).toEqual([
    ['by-rest', by, { hash: body.hash }],
    ['by-graphql', by, { hash: body.hash }],
    ['by-hand', 'cli', { hash: body.hash }],
  ]);
});

it('notes nothing of a publication that was refused', async () => {
  const before = await entries();
  expect((await sets.publish('by-rest')).status).toBe(409);
  expect(await entries()).toEqual(before);
});
