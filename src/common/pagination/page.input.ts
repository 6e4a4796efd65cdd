import { applyDecorators } from '@nestjs/common';
import { ArgsType, Field, Int } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { TextField } from '../fields/index.js';

export const MAX_PAGE = 500;
export const DEFAULT_PAGE = 50;

/** How many items a page holds. */
export const LimitField = (): PropertyDecorator =>
  applyDecorators(
    Field(() => Int, { nullable: true, defaultValue: DEFAULT_PAGE }),
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(MAX_PAGE),
  );

/** Where the page before ended. */
export const CursorField = (): PropertyDecorator => TextField(512);

/** Every list takes these: how many items, and where to go on. */
@ArgsType()
export class PageQuery {
  /** Items in the answer, 1 to 500. */
  @LimitField() limit?: number = DEFAULT_PAGE;

  /** `nextCursor` of the page before. */
  @CursorField() cursor?: string;
}
