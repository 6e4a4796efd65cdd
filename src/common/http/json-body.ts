import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../core/errors/index.js';

/** Fastify's own parser of JSON, whose refusal of a member that poisons prototypes reads as bad JSON. */
export function addJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    void parse(request, text, (error, body) => done(error && isJson(text) ? POISONED : error, body));
  });
}

const POISONED = new DomainError(
  'VALIDATION_FAILED',
  'The body holds a member called "__proto__", or "constructor" with a "prototype"; no field has such a name',
  [],
  400,
);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
