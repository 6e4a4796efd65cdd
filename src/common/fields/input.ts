import { applyDecorators } from '@nestjs/common';
import { Field, Float } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { CountScalar } from './count.scalar.js';

// One decorator per kind of field settles GraphQL, OpenAPI and validation together. All are optional fields.

/** Text such as a name or a search, 1 to `max` characters. */
export const TextField = (max = 200): PropertyDecorator =>
  applyDecorators(
    Field(() => String, { nullable: true }),
    ApiPropertyOptional({ type: String, minLength: 1, maxLength: max }),
    IsOptional(),
    IsString(),
    Length(1, max),
  );

/** One of a fixed list of words. */
export const ChoiceField = (choices: readonly string[]): PropertyDecorator =>
  applyDecorators(
    Field(() => String, { nullable: true }),
    ApiPropertyOptional({ type: String, enum: choices }),
    IsOptional(),
    IsIn(choices),
  );

interface Range {
  readonly min: number;
  readonly max: number;
}

/** A finite number within a range. */
export const NumberField = ({ min, max }: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => Float, { nullable: true }),
    ApiPropertyOptional({ type: Number, minimum: min, maximum: max }),
    IsOptional(),
    IsNumber({ allowNaN: false, allowInfinity: false }),
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

/** A whole number up to 2^53 − 1, such as a volume. */
export const CountField = ({ min, max }: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => CountScalar, { nullable: true }),
    ApiPropertyOptional({ type: 'integer', format: 'int64', minimum: min, maximum: max }),
    IsOptional(),
    IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 0 }),
    Min(min),
    Max(max),
  );
