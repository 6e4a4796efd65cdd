import type { AuditEntryDto } from '../src/modules/auth/audit/audit.dto.js';
import type { QuarantinedRecordDto } from '../src/modules/ingestion/quarantine/quarantine.dto.js';
import { createDatabase } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { GraphqlAnswer, Service } from './support/service.js';

// Every decision about what was sent, by REST and by GraphQL: the same outcome, and one entry of the audit log each.

let service: Service;
let writer: string;
let reviewer: string;
let admin: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  writer = await createKey(databaseUrl, 'runs:write');
  reviewer = await createKey(databaseUrl, 'runs:write', 'runs:publish');
  admin = await createKey(databaseUrl, 'admin');
});

const source = 'decisions';
const run = (id: string) => exampleRun(id, { source });
const implausible = (id: string) => exampleRun(id, { source }, { energyKwh: 40 });
const broken = (id: string) => exampleRun(id, { source }, { durationS: -5 });
const sent = async (record: unknown) => (await sendRuns(service, writer, [record])).body.records[0];
const draft = async (id: string) => (await sent(run(id)))?.runId ?? '';
const published = async (id: string) =>
  (await sendRuns(service, reviewer, [run(id)])).body.records[0]?.runId ?? '';
const kept = async (record: unknown) => (await sent(record))?.quarantineId ?? '';

const rest = async (path: string, body: unknown): Promise<unknown> => {
  const reply = await service.post<Record<string, { state?: string; status?: string }>>(
    path,
    body,
    withKey(reviewer),
  );
  expect([path, reply.status]).toEqual([path, 200]);
  return reply.body['entry']?.state ?? reply.body['run']?.status ?? reply.body['state'];
};

async function ask<T>(query: string, variables: object): Promise<GraphqlAnswer<T>> {
  const { body } = await service.post<GraphqlAnswer<T>>('/graphql', { query, variables }, withKey(reviewer));
  return body;
}
type Decided = { run?: { status: string }; entry?: { state: string }; state?: string };
const graphql = async (
  field: string,
  variables: Record<string, unknown>,
  types: string,
  selection: string,
) => {
  const given = Object.keys(variables).map((name) => `${name}: $${name}`);
  const document = `mutation (${types}) { decided: ${field}(${given.join(', ')}) { ${selection} } }`;
  const { data, errors } = await ask<{ decided: Decided }>(document, variables);
  expect(errors).toBeUndefined();
  return data.decided.run?.status ?? data.decided.entry?.state ?? data.decided.state;
};

const WITH_REASON = '$id: String!, $input: ReasonInput!';
const because = { reason: 'a prototype, see report 7' };

/** What is decided, how it is brought about, what the record then is, and what the audit log says. */
const DECISIONS: [name: string, action: string, state: string, decide: () => Promise<[string, unknown]>][] = [
  [
    'publishing, by REST',
    'run.publish',
    'published',
    async () => {
      const id = await draft('publish-rest');
      return [id, await rest(`/v1/runs/${id}/publish`, {})];
    },
  ],
  [
    'publishing, by GraphQL',
    'run.publish',
    'published',
    async () => {
      const id = await draft('publish-graphql');
      return [id, await graphql('publishRun', { id }, '$id: String!', 'run { status }')];
    },
  ],
  [
    'rejecting, by REST',
    'run.reject',
    'rejected',
    async () => {
      const id = await draft('reject-rest');
      return [id, await rest(`/v1/runs/${id}/reject`, because)];
    },
  ],
  [
    'rejecting, by GraphQL',
    'run.reject',
    'rejected',
    async () => {
      const id = await draft('reject-graphql');
      return [id, await graphql('rejectRun', { id, input: because }, WITH_REASON, 'run { status }')];
    },
  ],
  [
    'rejecting what was published, by REST',
    'run.reject',
    'rejected',
    async () => {
      const id = await published('withdraw-rest');
      return [id, await rest(`/v1/runs/${id}/reject`, because)];
    },
  ],
  [
    'rejecting what was published, by GraphQL',
    'run.reject',
    'rejected',
    async () => {
      const id = await published('withdraw-graphql');
      return [id, await graphql('rejectRun', { id, input: because }, WITH_REASON, 'run { status }')];
    },
  ],
  [
    'correcting, by REST',
    'quarantine.correct',
    'corrected',
    async () => {
      const id = await kept(broken('correct-rest'));
      return [id, await rest(`/v1/quarantine/${id}/correct`, run('correct-rest'))];
    },
  ],
  [
    'correcting, by GraphQL',
    'quarantine.correct',
    'corrected',
    async () => {
      const id = await kept(broken('correct-graphql'));
      const variables = { id, run: run('correct-graphql') };
      const types = '$id: String!, $run: RunInput!';
      return [id, await graphql('correctQuarantined', variables, types, 'entry { state }')];
    },
  ],
  [
    'releasing, by REST',
    'quarantine.release',
    'released',
    async () => {
      const id = await kept(implausible('release-rest'));
      return [id, await rest(`/v1/quarantine/${id}/release`, because)];
    },
  ],
  [
    'releasing, by GraphQL',
    'quarantine.release',
    'released',
    async () => {
      const id = await kept(implausible('release-graphql'));
      const variables = { id, input: because };
      return [id, await graphql('releaseQuarantined', variables, WITH_REASON, 'entry { state }')];
    },
  ],
  [
    'discarding, by REST',
    'quarantine.discard',
    'discarded',
    async () => {
      const id = await kept(broken('discard-rest'));
      return [id, await rest(`/v1/quarantine/${id}/discard`, because)];
    },
  ],
  [
    'discarding, by GraphQL',
    'quarantine.discard',
    'discarded',
    async () => {
      const id = await kept(broken('discard-graphql'));
      return [id, await graphql('discardQuarantined', { id, input: because }, WITH_REASON, 'state')];
    },
  ],
];

it.each(DECISIONS)('%s leaves one entry: who, what and why', async (name, action, state, decide) => {
  const [id, became] = await decide();
  expect(became).toBe(state);
  const { body } = await service.get<Page<AuditEntryDto>>(`/v1/audit?subject=${id}`, withKey(admin));
  const [entry] = body.items;
  expect(body.items.map((item) => item.action)).toEqual([action]);
  expect(entry).toMatchObject({ subject: id, keyName: 'test runs:write runs:publish' });
  if (/^(rejecting|releasing|discarding)/.test(name)) expect(entry?.details).toMatchObject(because);
});

it('the quarantine is the same list in GraphQL as in REST', async () => {
  const id = await kept(broken('listed'));
  const { data } = await ask<{
    quarantine: Page<QuarantinedRecordDto>;
    quarantinedRecord: QuarantinedRecordDto;
  }>(
    `query ($id: String!) {
      quarantine(state: "open", limit: 500) { items { ...all } nextCursor total }
      quarantinedRecord(id: $id) { ...all }
    }
    fragment all on QuarantinedRecord {
      id receivedAt channel sentBy state releasable raw record reason runId closedAt
      problems { field code message suggestions }
    }`,
    { id },
  );
  expect(data.quarantine).toEqual((await service.get('/v1/quarantine?state=open&limit=500')).body);
  expect(data.quarantinedRecord).toEqual((await service.get(`/v1/quarantine/${id}`)).body);
  expect(data.quarantine.items.map((entry) => entry.id)).toContain(id);
});

it('a correction that fails again names the entry that stays open, as a field', async () => {
  const id = await kept(broken('again'));
  const document =
    'mutation ($id: String!, $run: RunInput!) { correctQuarantined(id: $id, run: $run) { entry { id } } }';
  const { errors } = await ask(document, { id, run: implausible('again') });
  expect(errors?.map(({ extensions }) => extensions)).toMatchObject([
    { code: 'IMPLAUSIBLE', status: 422, quarantineId: id },
  ]);
});
