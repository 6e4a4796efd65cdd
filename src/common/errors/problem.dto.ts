/** What is wrong with one field of the request. */
export class FieldProblemDto {
  /** Path in the request, such as `workloads.0.zone`. */
  field: string;

  /** Stable code. */
  code: string;

  /** What is wrong and the way out. */
  message: string;

  /** Close matches, where the value was a name. */
  suggestions?: string[];
}

/** RFC 9457 problem details; every error answer has this shape. */
export class ProblemDto {
  /** URI of the kind of problem. */
  type: string;

  /** The kind of problem in words; the same for every occurrence. */
  title: string;

  /** HTTP status. */
  status: number;

  /** Stable code, the same in REST and in GraphQL's `extensions.code`. */
  code: string;

  /** This occurrence, in words. */
  detail: string;

  /** The path that was asked for. */
  instance: string;

  /** The fields that are wrong, if any. */
  errors: FieldProblemDto[];

  /** The quarantine's entry, where a refused record is kept: `GET /v1/quarantine/{id}`. */
  quarantineId?: string;

  /** The report, where an import failed: `GET /v1/imports/{id}`. */
  importId?: string;
}
