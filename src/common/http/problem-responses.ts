import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemDto } from '../errors/problem.dto.js';

const MEANINGS: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'An API key is needed',
  403: 'The API key lacks the scope',
  404: 'There is no such resource; close matches are named',
  409: 'The request conflicts with what is stored',
  413: 'The body is over the limit',
  415: 'The content type is not understood',
  422: 'A field is wrong; the answer names it and the way out',
};

/** Documents the problem+json answers of an operation. */
export const ProblemResponses = (...statuses: number[]): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: MEANINGS[status] ?? '',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
      }),
    ),
  );
