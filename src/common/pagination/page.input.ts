import { ArgsType, Field, Int } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export const MAX_PAGE = 500;
export const DEFAULT_PAGE = 50;

/** Every list takes these: how many items, and where to go on. */
@ArgsType()
export class PageQuery {
  /** Items in the answer, 1 to 500. */
  @Field(() => Int, { nullable: true, defaultValue: DEFAULT_PAGE })
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit?: number = DEFAULT_PAGE;

  /** `nextCursor` of the page before. */
  @Field(() => String, { nullable: true })
  @ApiPropertyOptional({ type: String, maxLength: 512 })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  cursor?: string;
}
