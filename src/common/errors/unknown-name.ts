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
  const otherwise = hint ? `; ${hint}` : '';
  const message = `${ERRORS[code].title.replace(' is not known', '')} "${shorten(value)}" is not known${didYouMean(suggestions)}${otherwise}`;
  return new DomainError(code, message, [{ field, code, message, suggestions }], status);
}

const shorten = (value: string): string => (value.length > 80 ? `${value.slice(0, 80)}…` : value);
