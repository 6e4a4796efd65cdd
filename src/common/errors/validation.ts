import { ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError } from '../../core/errors/index.js';
import type { FieldError } from '../../core/errors/index.js';
import { plainInput } from './plain-input.js';

/** How every input class is checked: unknown fields are refused. */
export const VALIDATION_RULES = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
} as const;

/** Checks bodies, queries and GraphQL arguments against their input class. */
class InputPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isInput = metadata.metatype !== undefined && this.toValidate(metadata);
    return super.transform(isInput ? (plainInput(value) ?? {}) : value, metadata);
  }
}

export const validationPipe = (): ValidationPipe =>
  new InputPipe({ ...VALIDATION_RULES, transform: true, exceptionFactory: validationProblem });

export function validationProblem(errors: ValidationError[]): DomainError {
  const fields = errors.flatMap((error) => flatten(error, ''));
  const detail = fields.map(({ message }) => message).join('; ');
  return new DomainError('VALIDATION_FAILED', detail || 'The request does not fit its schema', fields);
}

function flatten(error: ValidationError, parent: string): FieldError[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]): FieldError => ({
    field,
    code: 'VALIDATION_FAILED',
    message:
      rule === 'whitelistValidation'
        ? `${field} is not a known field`
        : inPlace(message, error.property, field),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, field))];
}

/** class-validator names the property; the caller needs its whole path. */
const inPlace = (message: string, property: string, field: string): string =>
  message.startsWith(property) ? field + message.slice(property.length) : `${field}: ${message}`;
