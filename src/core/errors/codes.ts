/**
 * Every error that a caller can meet, in one table: the stable code, the HTTP status and the title.
 * REST answers with the code in problem+json (RFC 9457), GraphQL in `extensions.code`.
 */
export const ERRORS = {
  BAD_JSON: { status: 400, title: 'The body is not valid JSON' },
  VALIDATION_FAILED: { status: 422, title: 'The request does not fit its schema' },
  BAD_CURSOR: { status: 400, title: 'The cursor was not issued by this list' },
  UNAUTHENTICATED: { status: 401, title: 'An API key is needed' },
  FORBIDDEN: { status: 403, title: 'The API key lacks the scope' },
  NOT_FOUND: { status: 404, title: 'There is no such resource' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The resource does not answer to this method' },
  CONFLICT: { status: 409, title: 'The request conflicts with what is stored' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is over the limit' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not understood' },
  UNKNOWN_TASK: { status: 422, title: 'The task is not known' },
  UNKNOWN_MODEL: { status: 422, title: 'The AI model is not known' },
  UNKNOWN_DATASET: { status: 422, title: 'The dataset is not known' },
  UNKNOWN_HARDWARE: { status: 422, title: 'The hardware is not known' },
  UNKNOWN_SOURCE: { status: 422, title: 'The source is not known' },
  UNKNOWN_ZONE: { status: 422, title: 'The grid zone is not known' },
  UNKNOWN_CLOUD_REGION: { status: 422, title: 'The cloud region is not known' },
  UNKNOWN_VINTAGE: { status: 422, title: 'The vintage is not known' },
  UNKNOWN_PROVIDER: { status: 422, title: 'The provider is not known' },
  NO_FIGURE: { status: 422, title: 'The grid zone has no usable figure' },
  UNKNOWN_FACTOR_SET: { status: 422, title: 'The factor set is not known' },
  NO_FACTOR: { status: 422, title: 'No measured factor fits the request' },
  VOLUME_MISSING: { status: 422, title: 'The workload has no volume' },
  VOLUME_AMBIGUOUS: { status: 422, title: 'The workload gives its volume twice' },
  OUT_OF_RANGE: { status: 422, title: 'A number is outside its range' },
  FILE_UNREADABLE: { status: 422, title: 'The file is not what its format says' },
  ROW_UNREADABLE: { status: 422, title: 'A row of the file cannot be read' },
  TOO_VARIED: { status: 422, title: 'The file holds more different values than are kept apart' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'The service failed; the request may be right' },
  NOT_READY: { status: 503, title: 'The service is not ready' },
} as const;

export type ErrorCode = keyof typeof ERRORS;
