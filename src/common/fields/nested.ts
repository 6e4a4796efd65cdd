import { applyDecorators } from '@nestjs/common';
import type { Type as Constructor } from '@nestjs/common';
import { Field, Float } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsDefined,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

// Fields that hold lists and objects, and the number that must be there. See input.ts.

interface Range {
  readonly min: number;
  readonly max: number;
}

const listOf = <T extends object>(
  item: () => Constructor<T>,
  { min, max }: Range,
): readonly PropertyDecorator[] => [
  IsArray(),
  ArrayMinSize(min),
  ArrayMaxSize(max),
  ValidateNested({ each: true }),
  Type(item),
];

/** A list of `min` to `max` nested objects of one input class. */
export const ListField = <T extends object>(item: () => Constructor<T>, range: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => [item()]),
    ApiProperty({ type: () => [item()], minItems: range.min, maxItems: range.max }),
    ...listOf(item, range),
  );

/** The same, where one is given. */
export const OptionalListField = <T extends object>(
  item: () => Constructor<T>,
  range: Range,
): PropertyDecorator =>
  applyDecorators(
    Field(() => [item()], { nullable: true }),
    ApiPropertyOptional({ type: () => [item()], minItems: range.min, maxItems: range.max }),
    IsOptional(),
    ...listOf(item, range),
  );

/** One nested object of an input class. */
export const ObjectField = <T extends object>(item: () => Constructor<T>): PropertyDecorator =>
  applyDecorators(
    Field(item),
    ApiProperty({ type: item }),
    IsDefined({ message: '$property is missing' }),
    ValidateNested({ message: '$property must be an object' }),
    Type(item),
  );

/** A nested object of one input class, where one is given. */
export const OptionalObjectField = <T extends object>(item: () => Constructor<T>): PropertyDecorator =>
  applyDecorators(
    Field(() => item(), { nullable: true }),
    ApiPropertyOptional({ type: () => item() }),
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(item),
  );

/** A finite number within a range that must be given. */
export const RequiredNumberField = ({ min, max }: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => Float),
    ApiProperty({ type: Number, minimum: min, maximum: max }),
    IsDefined({ message: '$property is missing' }),
    IsNumber({ allowNaN: false, allowInfinity: false }, { message: '$property must be a finite number' }),
    Min(min),
    Max(max),
  );

/** A list of exactly `length` finite numbers within a range. */
export const NumberListField = (length: number, { min, max }: Range): PropertyDecorator =>
  applyDecorators(
    Field(() => [Float], { nullable: true }),
    ApiPropertyOptional({
      type: 'array',
      items: { type: 'number', minimum: min, maximum: max },
      minItems: length,
      maxItems: length,
    }),
    IsOptional(),
    IsArray(),
    ArrayMinSize(length),
    ArrayMaxSize(length),
    IsNumber(
      { allowNaN: false, allowInfinity: false },
      { each: true, message: '$property must hold finite numbers' },
    ),
    Min(min, { each: true }),
    Max(max, { each: true }),
  );

/** A list of ids that must be given, 1 to `max` of them. */
export const RequiredIdsField = (max: number): PropertyDecorator =>
  applyDecorators(
    Field(() => [String]),
    ApiProperty({ type: [String], minItems: 1, maxItems: max }),
    IsDefined({ message: '$property is missing' }),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(max),
    IsString({ each: true }),
    Length(1, 200, { each: true }),
  );

/** A list of different names, 1 to `max` of them. */
export const NamesField = (max: number): PropertyDecorator =>
  applyDecorators(
    Field(() => [String], { nullable: true }),
    ApiPropertyOptional({ type: [String], minItems: 1, maxItems: max }),
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(max),
    ArrayUnique(),
    IsString({ each: true }),
    Length(1, 200, { each: true }),
  );
