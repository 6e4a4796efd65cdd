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

export interface RestOperation {
  /** Method and path, such as `POST /v1/runs`. */
  readonly name: string;
  /** As the contract says it; undefined where it says nothing. */
  readonly scope: string | undefined;
  readonly security: readonly unknown[];
}

/** Every operation of openapi.yaml by some methods. */
export function restOperations(...methods: readonly string[]): RestOperation[] {
  const document = parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        scope: operation['x-required-scope'],
        security: operation.security ?? [],
      })),
  );
}

export interface Mutation {
  readonly name: string;
  /** As its description says it; undefined where it says nothing. */
  readonly scope: string | undefined;
  /** One that fits the schema. */
  readonly document: string;
}

/** Every mutation of schema.gql. */
export function mutations(): Mutation[] {
  const schema = buildSchema(readFileSync(join(root, 'schema.gql'), 'utf8'));
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  return fields.map(({ name, args, type, description }) => {
    const given = args.filter(isNeeded).map((argument) => `${argument.name}: ${sample(argument.type)}`);
    const list = given.length > 0 ? `(${given.join(', ')})` : '';
    const [, scope] = /Needs the scope ([a-z:]+)\.$/.exec(description ?? '') ?? [];
    return { name, scope, document: `mutation { ${name}${list}${selection(type)} }` };
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
