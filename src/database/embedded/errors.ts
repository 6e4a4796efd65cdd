/** Why the embedded Postgres could not be used, in words that say what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** Added to errors that only another database can get around. */
export const useYourOwn = 'Or set DATABASE_URL to use a Postgres server of your own.';

/** The `code` of a system error such as ENOENT, or an empty string. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Resolves to the fallback where the path does not exist; any other error stays an error. */
export async function orIfMissing<T, F>(promise: Promise<T>, fallback: F): Promise<T | F> {
  try {
    return await promise;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return fallback;
    throw error;
  }
}
