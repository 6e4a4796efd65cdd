import { applyDecorators } from '@nestjs/common';
import { Field, Int } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { CountScalar } from './count.scalar.js';
import { JsonScalar } from './json.scalar.js';

interface Options {
  readonly nullable?: boolean;
}

// The build's plugins read types and comments off the classes; these say what TypeScript cannot: whole numbers.

/** A whole number below 2^31. */
export const WholeNumber = ({ nullable = false }: Options = {}): PropertyDecorator =>
  applyDecorators(
    Field(() => Int, { nullable }),
    ApiProperty({ type: 'integer', nullable }),
  );

/** A whole number up to 2^53 − 1. */
export const BigCount = ({ nullable = false }: Options = {}): PropertyDecorator =>
  applyDecorators(
    Field(() => CountScalar, { nullable }),
    ApiProperty({ type: 'integer', format: 'int64', nullable }),
  );

/** An object of any members. The description is given here, since the plugins do not combine theirs with this field. */
export const JsonField = (description: string, { nullable = true }: Options = {}): PropertyDecorator =>
  applyDecorators(
    Field(() => JsonScalar, { nullable, description }),
    ApiProperty({ type: 'object', additionalProperties: true, nullable, description }),
  );
