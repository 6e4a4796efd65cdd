import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from '../errors/problem.dto.js';
import { UNLIMITED } from './rate-limit.js';

const MEANINGS: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'An API key is needed',
  403: 'The API key lacks the scope',
  404: 'There is no such resource; close matches are named',
  409: 'The request conflicts with what is stored',
  413: 'The body is over the limit',
  415: 'The content type is not understood',
  422: 'A field is wrong; the answer names it and the way out',
  429: 'Too many requests in a short time; `retry-after` says when to go on',
  503: 'The service is not ready',
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

/** As much of an operation of the document as tells what can be wrong with a request. */
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: object };
  [key: string]: unknown;
}

/** The document with a response for every mark, and for what can be wrong with any request of that form. */
export function withProblemResponses(document: OpenAPIObject): OpenAPIObject {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of Object.values(operations) as Operation[]) {
      const marks = Object.keys(operation).filter((key) => key.startsWith(MARK));
      const marked = marks.map((mark) => Number(mark.slice(MARK.length)));
      const problems = [...new Set([...marked, ...impliedBy(path, operation)])]
        .sort((a, b) => a - b)
        .map((status) => [status, problem(status)]);
      operation['responses'] = { ...(operation['responses'] as object), ...Object.fromEntries(problems) };
      for (const mark of marks) delete operation[mark];
    }
  }
  return document;
}

function impliedBy(path: string, { parameters = [], requestBody }: Operation): number[] {
  const has = (kind: string) => parameters.some((each) => each.in === kind);
  const hasCursor = parameters.some(({ name }) => name === 'cursor');
  return [
    // a cursor of another list, or a percent sign that encodes nothing
    ...(hasCursor || has('path') ? [400] : []),
    ...(has('query') ? [422] : []),
    ...(requestBody ? [413] : []),
    ...(requestBody && 'application/json' in requestBody.content ? [400, 415, 422] : []),
    ...(UNLIMITED.has(path) ? [] : [429]),
  ];
}

const problem = (status: number) => ({
  description: MEANINGS[status] ?? '',
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
});
