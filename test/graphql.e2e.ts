import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import type { GraphQLObjectType, IntrospectionQuery } from 'graphql';
import { createDatabase, query as sql } from './support/database.js';
import type { Page } from './support/pages.js';
import { INSIDES, suggestionsOf } from './support/problem.js';
import type { ProblemDto } from '../src/common/errors/problem.dto.js';
import { startService } from './support/service.js';
import type { GraphqlAnswer, Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const schema = async () => {
  const { data, errors } = await service.graphql<IntrospectionQuery>(getIntrospectionQuery());
  expect(errors).toBeUndefined();
  return buildClientSchema(data);
};

/** A selection of every field that a REST answer has, so that nothing is left out of a comparison. */
function selectionOf(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? selectionOf(value[0]) : '';
  if (typeof value !== 'object' || value === null) return '';
  return `{ ${Object.entries(value)
    .map(([name, field]) => `${name} ${selectionOf(field)}`)
    .join(' ')} }`;
}

type Json = Readonly<Record<string, unknown>>;

it('answers with the same tasks as REST, field by field', async () => {
  const { body } = await service.get<Page<Json>>('/v1/tasks?limit=500');
  const withEnergy = body.items.find((task) => task['energy'] && task['zeroShotEnergy']) ?? body.items[0];
  const selection = `items ${selectionOf(withEnergy)} nextCursor total`;
  // what holds no energy yet is an object all the same
  const safe = selection.replace(/(energy|zeroShotEnergy) +(?=[a-z}])/gi, '$1 { factorId } ');
  const { data, errors } = await service.graphql<{ tasks: Json }>(`{ tasks(limit: 500) { ${safe} } }`);
  expect(errors).toBeUndefined();
  expect(data.tasks).toEqual(body);
});

it('answers with the same model as REST, field by field', async () => {
  for (const id of ['facebook/bart-large-cnn', 'fxmarty/pix2struct-tiny-random']) {
    const { body } = await service.get<Json>(`/v1/models/${encodeURIComponent(id)}`);
    const { data } = await service.graphql<{ model: Json }>(
      `query ($id: String!) { model(id: $id) ${selectionOf(body)} }`,
      { id },
    );
    expect(data.model).toEqual(body);
  }
});

it('answers with the same run as REST, phases and all', async () => {
  const { body: page } = await service.get<Page<Json>>('/v1/runs?limit=1&task=image-generation');
  const id = page.items[0]?.['id'];
  const { body } = await service.get<Json>(`/v1/runs/${String(id)}`);
  const { data } = await service.graphql<{ run: Json }>(
    `query ($id: String!) { run(id: $id) ${selectionOf(body)} }`,
    { id },
  );
  expect(body['phases']).toHaveLength(3);
  expect(data.run).toEqual(body);
});

it('pages through a list with the cursors of REST', async () => {
  const ask = '(limit: 2, source: "luccioni-2023", q: "bert")';
  const { data } = await service.graphql<{ models: Page<Json> }>(
    `{ models${ask} { items { id } nextCursor } }`,
  );
  const next = `cursor=${data.models.nextCursor}&limit=2&source=luccioni-2023&q=bert`;
  const { body } = await service.get<Page<Json>>(`/v1/models?${next}`);
  const { data: second } = await service.graphql<{ models: Page<Json> }>(
    `query ($c: String) { models(limit: 2, source: "luccioni-2023", q: "bert", cursor: $c) { items { id } } }`,
    { c: data.models.nextCursor },
  );
  expect(second.models.items.map(({ id }) => id)).toEqual(body.items.map(({ id }) => id));
  expect(body.items).toHaveLength(2);
});
it('carries the comments of the classes as descriptions', async () => {
  const described = await schema();
  const description = (type: string, field: string) =>
    (described.getType(type) as GraphQLObjectType).getFields()[field]?.description;
  expect(description('Task', 'functionalUnit')).toContain('factor of this task');
  expect(description('Factor', 'coldStartEnergyWh')).toContain('Wh');
  expect(description('Run', 'measuredAt')).toContain('ISO 8601');
  expect(printSchema(described)).toContain('scalar Count');
});

it('carries whole numbers beyond 32 bits', async () => {
  const { data } = await service.graphql<{ models: Page<{ parameters: number }> }>(
    '{ models(minParameters: 3000000000, maxParameters: 9007199254740991) { items { parameters } total } }',
  );
  expect(data.models.total).toBeGreaterThan(5);
  for (const { parameters } of data.models.items) expect(parameters).toBeGreaterThanOrEqual(3e9);
});

describe('errors', () => {
  const first = <T>({ errors }: GraphqlAnswer<T>) => {
    const [error] = errors ?? [];
    if (!error) throw new Error('the answer has no error');
    expect(JSON.stringify(error)).not.toMatch(INSIDES);
    return error;
  };

  it('carry the code, the fields and the close matches of REST', async () => {
    const rest = await service.get<ProblemDto>('/v1/models/facebook%2Fbart-large-cn');
    const error = first(await service.graphql('{ model(id: "facebook/bart-large-cn") { id } }'));
    expect(error.path).toEqual(['model']);
    expect(error.message).toBe(rest.body.detail);
    expect(error.extensions).toMatchObject({ code: rest.body.code, status: 404, errors: rest.body.errors });
    expect(suggestionsOf(rest.body)).toContain('facebook/bart-large-cnn');
  });

  it.each([
    ['{ tasks(limit: 0) { total } }', 'VALIDATION_FAILED', 422],
    ['{ tasks(cursor: "xx") { total } }', 'BAD_CURSOR', 400],
    ['{ gridIntensities(zone: "swedn") { total } }', 'UNKNOWN_ZONE', 422],
    ['{ run(id: "nope") { id } }', 'NOT_FOUND', 404],
    ['{ tasks(limit: 99999999999) { total } }', 'VALIDATION_FAILED', 400],
    ['{ tasks(limit: "5") { total } }', 'VALIDATION_FAILED', 400],
    ['{ models(minParameters: -1) { total } }', 'VALIDATION_FAILED', 422],
    ['{ nope }', 'VALIDATION_FAILED', 400],
    ['{ tasks {', 'VALIDATION_FAILED', 400],
    ['', 'VALIDATION_FAILED', 400],
  ])('of %s carry the code %s', async (document, code, status) => {
    const error = first(await service.graphql(document));
    expect(error.extensions).toMatchObject({ code, status });
  });

  it.each([
    ['{ nope }', 'nope'],
    ['{ tasks(limit: "5") { total } }', 'Int'],
    ['{ tasks {', 'Expected Name'],
  ])('of a document that does not fit, %s, say what is wrong', async (document, word) => {
    expect(first(await service.graphql(document)).message).toContain(word);
  });
  const SUBMIT = 'mutation ($r: [RunInput!]!) { submitRuns(runs: $r) { accepted } }';
  const ESTIMATE = 'query ($i: EstimateInput!) { estimate(input: $i) { id } }';
  it.each([
    [
      SUBMIT,
      { r: [{ source: 'x', foo: 2 }] },
      '; Field "foo" is not defined by type "RunInput". Did you mean',
    ],
    [SUBMIT, { r: [{ source: 'x' }] }, '; Field "task" of required type "String!" was not provided'],
    [SUBMIT, { r: 5 }, '; Expected type "RunInput" to be an object'],
    [SUBMIT, {}, 'Variable "$r" of required type "[RunInput!]!" was not provided'],
    [ESTIMATE, { i: { workloads: [], nope: 1 } }, '; Field "nope" is not defined by type "EstimateInput"'],
    [ESTIMATE, { i: {} }, '; Field "workloads" of required type'],
    ['query ($n: Int) { tasks(limit: $n) { total } }', { n: 'five' }, '; Int cannot represent'],
  ])('of variables that do not fit say what is wrong, every time: %s %j', async (query, variables, words) => {
    // the second time the document comes from the cache, the third time it may be compiled
    for (let time = 0; time < 4; time++) {
      const { status, body } = await service.post<GraphqlAnswer<unknown>>('/graphql', { query, variables });
      expect(body.errors?.map(({ message }) => message).join('\n')).toContain(words);
      expect([status, first(body).extensions.code]).toEqual([400, 'VALIDATION_FAILED']);
    }
    expect(service.output()).not.toContain('GraphQLError');
  });

  it.each([
    '{ tasks(q: null) { total } }',
    '{ tasks(cursor: null) { total } }',
    '{ models(task: null) { total } }',
    '{ runs(source: null) { total } }',
    '{ gridIntensities(zone: null) { total } }',
    '{ factors(pue: null, zone: null) { total } }',
  ])('are not met by an argument that is null, as clients send it: %s', async (document) => {
    expect((await service.graphql<Json>(document)).errors).toBeUndefined();
  });

  it('answer one part and fail the other', async () => {
    const answer = await service.graphql<{ a: Json | null; b: Json | null }>(
      '{ a: runs(limit: 1) { total } b: gridIntensities(zone: "SWE") { total } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({ b: { total: 1 } });
  });

  it('refuse a document that is nested beyond the limit', async () => {
    const nested = 'type { fields { '.repeat(8);
    const deep = `{ __schema { types { fields { ${nested} name ${'} '.repeat(16)} } } }`;
    const error = first(await service.graphql(deep));
    expect(error.extensions).toMatchObject({ status: 400 });
  });

  it('of a field that the service failed to answer do not say why, and its log does', async () => {
    const databaseUrl = await createDatabase();
    const broken = await startService({ databaseUrl });
    await sql(databaseUrl, 'ALTER TABLE estimate RENAME TO gone');
    const document = 'query ($id: String!) { estimateReceipt(id: $id) { id } }';
    const id = 'ee865173-f0b1-5da8-8a62-0e789aa89594';
    for (let time = 0; time < 4; time++) {
      const error = first(await broken.graphql(document, { id }));
      expect(error.message).toBe('The service failed to answer');
      expect(error.extensions).toMatchObject({ code: 'INTERNAL', status: 500 });
    }
    expect(broken.output()).toContain('relation "estimate" does not exist');
  });

  it('refuse a batch of documents', async () => {
    const { body } = await service.post<GraphqlAnswer<unknown>>('/graphql', [
      { query: '{ tasks { total } }' },
    ]);
    expect(first(body).extensions.code).toBe('VALIDATION_FAILED');
  });
});
