import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLInputType, GraphQLOutputType } from 'graphql';
import { isObjectType } from 'graphql';
import { parse } from 'yaml';
import { root } from './service.js';

interface Operation {
  readonly security?: readonly unknown[];
  readonly 'x-required-scope'?: string;
}

export interface WriteOperation {
  readonly method: string;
  readonly path: string;
  /** As the contract says it; undefined where it says nothing. */
  readonly scope: string | undefined;
  readonly security: readonly unknown[];
}

/** Every operation of openapi.yaml that is not a GET. */
export function writeOperations(): WriteOperation[] {
  const document = parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => ['post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        scope: operation['x-required-scope'],
        security: operation.security ?? [],
      })),
  );
}

/** Every mutation of schema.gql as a document that fits the schema, by name. */
export function mutations(): [name: string, document: string][] {
  const schema = buildSchema(readFileSync(join(root, 'schema.gql'), 'utf8'));
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  return fields.map(({ name, args, type }) => {
    const given = args.filter(isNeeded).map((argument) => `${argument.name}: ${sample(argument.type)}`);
    const list = given.length > 0 ? `(${given.join(', ')})` : '';
    return [name, `mutation { ${name}${list}${selection(type)} }`];
  });
}

const isNeeded = (field: GraphQLArgument | GraphQLInputField): boolean =>
  isNonNullType(field.type) && field.defaultValue === undefined;

function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return `[${sample(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isNeeded);
    return `{ ${fields.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
  }
  return { String: '"x"', ID: '"x"', Boolean: 'true' }[type.name] ?? '1';
}

function selection(type: GraphQLOutputType): string {
  const named = isNonNullType(type) ? type.ofType : type;
  const item = isListType(named) ? named.ofType : named;
  const inner = isNonNullType(item) ? item.ofType : item;
  return isObjectType(inner) ? ' { __typename }' : '';
}
