import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}

/** The class of a list's answer, for both REST and GraphQL: `class TaskPage extends pageOf(TaskDto, 'TaskPage') {}`. */
export function pageOf<T>(item: Type<T>): Type<Page<T>> {
  @ObjectType({ isAbstract: true })
  class PageOf implements Page<T> {
    @Field(() => [item], { description: 'The items of this page, in a stable order.' })
    @ApiProperty({ type: [item], description: 'The items of this page, in a stable order.' })
    items: T[];

    @Field(() => String, { nullable: true, description: '`cursor` of the next page; null on the last one.' })
    @ApiProperty({
      type: String,
      nullable: true,
      description: '`cursor` of the next page; null on the last one.',
    })
    nextCursor: string | null;

    @Field(() => Int, { description: 'How many items fit the request in all.' })
    @ApiProperty({ type: 'integer', description: 'How many items fit the request in all.' })
    total: number;
  }
  return PageOf;
}
