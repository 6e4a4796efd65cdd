import type { ProblemDto } from '../../src/common/errors/problem.dto.js';
import type { Reply } from './http.js';

/** Traces of the service's inside that no answer may show. */
export const INSIDES = /\n\s+at |node_modules|\.js:\d+|\/dist\/|QueryFailedError|SELECT .* FROM/;

/** The answer as problem+json; fails where it is anything else. */
export function problem(reply: Reply): ProblemDto {
  expect({ status: reply.status, type: reply.headers['content-type'], text: reply.text }).toEqual({
    status: reply.status,
    type: 'application/problem+json; charset=utf-8',
    text: expect.not.stringMatching(INSIDES) as string,
  });
  const body = reply.body as ProblemDto;
  const { quarantineId: _quarantineId, importId: _importId, ...always } = body;
  expect(always).toEqual({
    type: `urn:wattfactor:problem:${body.code.toLowerCase().replaceAll('_', '-')}`,
    title: expect.stringMatching(/\S/) as string,
    status: reply.status,
    code: expect.stringMatching(/^[A-Z_]+$/) as string,
    detail: expect.stringMatching(/\S/) as string,
    instance: expect.stringMatching(/^\//) as string,
    errors: expect.any(Array) as unknown[],
  });
  return body;
}

export const fieldsOf = (body: ProblemDto): string[] => body.errors.map(({ field }) => field);

export const suggestionsOf = (body: ProblemDto): string[] =>
  body.errors.flatMap(({ suggestions }) => suggestions ?? []);
