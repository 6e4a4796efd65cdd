import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
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

const MARK = 'x-problem-';

/**
 * Documents the problem+json answers of an operation. They are marks, which `withProblemResponses` turns into
 * responses: where a handler has a response of its own, the build's plugin leaves out the one of its return type.
 */
export const ProblemResponses = (...statuses: number[]): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) => ApiExtension(`${MARK}${status}`, true)),
  );

/** The document with a response in place of every mark. */
export function withProblemResponses(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as Record<string, unknown>[]) {
      const marks = Object.keys(operation).filter((key) => key.startsWith(MARK));
      const problems = marks
        .map((mark) => Number(mark.slice(MARK.length)))
        .map((status) => [status, problem(status)]);
      operation['responses'] = { ...(operation['responses'] as object), ...Object.fromEntries(problems) };
      for (const mark of marks) delete operation[mark];
    }
  }
  return document;
}

const problem = (status: number) => ({
  description: MEANINGS[status] ?? '',
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
});
