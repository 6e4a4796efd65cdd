import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = Record<string, unknown>;

const NULL = { type: 'null' };

/**
 * The document in OpenAPI 3.1. Nest writes 3.0, whose `nullable` does not reach through a `$ref`, so that a
 * validator refuses the null of an object that may be null; in 3.1 null is a type like any other.
 */
export function asOpenApi31(document: OpenAPIObject): OpenAPIObject {
  return { ...(converted(document) as OpenAPIObject), openapi: '3.1.0' };
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, converted(member)]);
  const schema = Object.fromEntries(members) as Schema;
  return schema['nullable'] === true ? orNull(schema) : schema;
}

function orNull({ nullable: _, type, enum: values, allOf, oneOf, ...rest }: Schema): Schema {
  const parts = allOf ?? oneOf;
  if (Array.isArray(parts)) return { ...rest, anyOf: [...(parts as Schema[]), NULL] };
  return {
    ...rest,
    ...(type !== undefined && { type: [type, 'null'] }),
    ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }),
  };
}
