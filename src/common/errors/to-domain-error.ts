import { HttpException } from '@nestjs/common';
import { DomainError, ERRORS } from '../../core/errors/index.js';
import type { ErrorCode } from '../../core/errors/index.js';

interface HttpLike {
  readonly statusCode?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
}

/** Faults of the framework and the body parser in our own terms; null where the fault is the service's. */
export function toDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (isDatabaseAway(error)) return new DomainError('NOT_READY', 'The database does not answer; try again');
  const status = statusOf(error);
  if (status === null || status < 400 || status > 499) return null;
  return new DomainError(codeFor(status, error), messageOf(error, status), [], status);
}

/** A lost or refused connection: Postgres's class 08, its shutdowns, and what the socket says. */
const AWAY = /^(08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;

function isDatabaseAway(error: unknown): boolean {
  const { code, driverError, message } = (error ?? {}) as HttpLike & { driverError?: HttpLike };
  if (AWAY.test(String(code)) || AWAY.test(String(driverError?.code))) return true;
  return typeof message === 'string' && /^(Connection terminated|timeout expired)/.test(message);
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as HttpLike;
  return typeof statusCode === 'number' ? statusCode : null;
}

function codeFor(status: number, error: unknown): ErrorCode {
  if (status === 400) return isJsonFault(error) ? 'BAD_JSON' : 'VALIDATION_FAILED';
  const known = (Object.entries(ERRORS) as [ErrorCode, { status: number }][]).find(
    ([, e]) => e.status === status,
  );
  return known?.[0] ?? 'VALIDATION_FAILED';
}

const isJsonFault = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'FST_ERR_CTP_INVALID_JSON_BODY'].includes(String((error as HttpLike).code));

function messageOf(error: unknown, status: number): string {
  if ((error as HttpLike).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return 'The body must be JSON, sent with "Content-Type: application/json"';
  }
  const message = (error as HttpLike).message;
  return typeof message === 'string' && message !== '' ? message : `HTTP ${status}`;
}
