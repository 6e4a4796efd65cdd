import { DomainError, ERRORS } from '../../core/errors/index.js';
import type { ErrorCode } from '../../core/errors/index.js';
import { closeMatches, didYouMean } from '../text/fuzzy.js';

interface UnknownName {
  readonly code: ErrorCode;
  readonly field: string;
  readonly value: string;
  readonly known: readonly string[];
  /** Names that are likelier meant than any that is merely spelt alike. */
  readonly first?: readonly string[];
  /** 404 where the name is the resource asked for, 422 where it is a field of the request. */
  readonly status?: 404;
  /** Another way out than a known name, such as "or give parametersB". */
  readonly hint?: string;
}

/** Where the names are that can be given. */
const LISTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNKNOWN_TASK: '/v1/tasks',
  UNKNOWN_MODEL: '/v1/models',
  UNKNOWN_DATASET: '/v1/datasets',
  UNKNOWN_HARDWARE: '/v1/hardware',
  UNKNOWN_SOURCE: '/v1/sources',
  UNKNOWN_REFERENCE: '/v1/references',
  UNKNOWN_ZONE: '/v1/grid-intensities',
  UNKNOWN_CLOUD_REGION: '/v1/cloud-regions',
  UNKNOWN_PROVIDER: '/v1/providers',
  UNKNOWN_FACTOR_SET: '/v1/factor-sets',
  UNKNOWN_EMBODIED_ITEM: '/v1/embodied-items',
  UNKNOWN_PRODUCTION_SCENARIO: '/v1/production-scenarios',
};

/** A name that the service does not know, answered with the closest that it does. */
export function unknownName({
  code,
  field,
  value,
  known,
  first = [],
  status,
  hint,
}: UnknownName): DomainError {
  const suggestions = [...new Set([...first, ...closeMatches(value, known)])];
  const list = suggestions.length === 0 ? LISTS[code] : undefined;
  const otherwise = (list ? `; GET ${list} lists them` : '') + (hint ? `; ${hint}` : '');
  const message = `${ERRORS[code].title.replace(' is not known', '')} "${shorten(value)}" is not known${didYouMean(suggestions)}${otherwise}`;
  return new DomainError(code, message, [{ field, code, message, suggestions }], status);
}

const shorten = (value: string): string => (value.length > 80 ? `${value.slice(0, 80)}…` : value);
