import { applyDecorators } from '@nestjs/common';
import { Field, Float } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { CountScalar } from './count.scalar.js';

// One decorator per kind of field settles GraphQL, OpenAPI and validation together. All are optional fields.

interface Range {
  readonly min: number;
  readonly max: number;
}

const text = (max: number): PropertyDecorator[] => [
  IsString(),
  Length(1, max),
  // Postgres stores neither
  Matches(/^[^\0\p{Cs}]*$/u, {
    message: '$property must not hold a NUL character or half of a surrogate pair',
  }),
];

/** Text such as a name or a search, 1 to `max` characters. */
export const TextField = (max = 200): PropertyDecorator =>
  applyDecorators(
    Field(() => String, { nullable: true }),
    ApiPropertyOptional({ type: String, minLength: 1, maxLength: max }),
    IsOptional(),
    ...text(max),
  );

/** The same, where it must be given. */
export const RequiredTextField = (max = 200): PropertyDecorator =>
  applyDecorators(
    Field(() => String),
    ApiProperty({ type: String, minLength: 1, maxLength: max }),
    IsDefined({ message: '$property is missing' }),
    ...text(max),
  );

/** One of a fixed list of words. */
export const ChoiceField = (choices: readonly string[]): PropertyDecorator =>
  applyDecorators(
    Field(() => String, { nullable: true }),
    ApiPropertyOptional({ type: String, enum: choices }),
    IsOptional(),
    IsIn(choices),
  );

/** The same, where it must be given. */
export const RequiredChoiceField = (choices: readonly string[]): PropertyDecorator =>
  applyDecorators(
    Field(() => String),
    ApiProperty({ type: String, enum: choices }),
    IsIn(choices),
  );

/** A finite number within a range. */
export const NumberField = ({ min, max }: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => Float, { nullable: true }),
    ApiPropertyOptional({ type: Number, minimum: min, maximum: max }),
    IsOptional(),
    IsNumber({ allowNaN: false, allowInfinity: false }, { message: '$property must be a finite number' }),
    Min(min),
    Max(max),
  );

/** The same in a query string, where numbers arrive as text. */
export const NumberParameter = (range: Range): PropertyDecorator =>
  applyDecorators(
    Type(() => Number),
    NumberField(range),
  );

/** `true` or `false`. */
export const FlagField = (): PropertyDecorator =>
  applyDecorators(
    Field(() => Boolean, { nullable: true }),
    ApiPropertyOptional({ type: Boolean }),
    IsOptional(),
    IsBoolean(),
  );

/** The same in a query string, where it arrives as text. */
export const FlagParameter = (): PropertyDecorator =>
  applyDecorators(
    // the raw value: implicit conversion would make "false" true
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
      const raw = obj[key];
      return raw === 'true' ? true : raw === 'false' ? false : raw;
    }),
    FlagField(),
  );

const whole = ({ min, max }: Range): PropertyDecorator[] => [
  IsNumber(
    { allowNaN: false, allowInfinity: false, maxDecimalPlaces: 0 },
    { message: '$property must be a whole number' },
  ),
  Min(min),
  Max(max),
];

/** A whole number up to 2^53 − 1, such as a volume. */
export const CountField = ({ min, max }: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => CountScalar, { nullable: true }),
    ApiPropertyOptional({ type: 'integer', format: 'int64', minimum: min, maximum: max }),
    IsOptional(),
    ...whole({ min, max }),
  );

/** The same, where it must be given. */
export const RequiredCountField = ({ min, max }: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => CountScalar),
    ApiProperty({ type: 'integer', format: 'int64', minimum: min, maximum: max }),
    IsDefined({ message: '$property is missing' }),
    ...whole({ min, max }),
  );

/** The same in a query string, where numbers arrive as text; an empty text is no number. */
export const CountParameter = (range: Range): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      value === undefined ? undefined : value === '' ? Number.NaN : Number(value),
    ),
    CountField(range),
  );
