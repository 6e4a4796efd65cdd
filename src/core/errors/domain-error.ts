import { ERRORS, type ErrorCode } from './codes.js';

/** What is wrong with one field: its path in the request and the way out. */
export interface FieldError {
  readonly field: string;
  readonly code: ErrorCode;
  readonly message: string;
  /** Close matches, where the value was a name. */
  readonly suggestions?: readonly string[];
}

/** Where a request is kept that was refused. */
export interface KeptAs {
  readonly quarantineId?: string;
  readonly importId?: string;
}

/** An error with a meaning to the caller. Anything else that is thrown is a fault of ours. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly errors: readonly FieldError[] = [],
    /** Another HTTP status than the table's, where the same fault is met on a path rather than in a body. */
    readonly statusOverride?: number,
    readonly keptAs: KeptAs = {},
  ) {
    super(message);
  }

  get status(): number {
    return this.statusOverride ?? ERRORS[this.code].status;
  }

  /** The usual case: one field is wrong. */
  static field(
    code: ErrorCode,
    field: string,
    message: string,
    suggestions?: readonly string[],
  ): DomainError {
    return new DomainError(code, message, [{ field, code, message, ...(suggestions && { suggestions }) }]);
  }
}
