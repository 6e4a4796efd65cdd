<<<<<<< HEAD
import { GraphQLScalarType } from 'graphql';

/** Any JSON, as it came in; for answers only. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value, as it came in.',
  serialize: (value) => value,
});
=======
import { applyDecorators } from '@nestjs/common';
import { Field } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { GraphQLError, GraphQLScalarType } from 'graphql';

const refuse = (): never => {
  throw new GraphQLError('Json is for answers only');
};

/** A JSON object as it was stored, whose fields another version of the service may have named. */
export const JsonScalar = new GraphQLScalarType<object, object>({
  name: 'Json',
  description: 'A JSON object, as it was stored.',
  serialize: (value) => value as object,
  parseValue: refuse,
  parseLiteral: refuse,
});

export const JsonObject = (): PropertyDecorator =>
  applyDecorators(
    Field(() => JsonScalar),
    ApiProperty({ type: 'object', additionalProperties: true }),
  );
>>>>>>> d1e7e37 (fleet)
