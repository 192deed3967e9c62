import type { FailureKind } from '../../sourceError';

/** What Trino itself says of a failed query (io.trino.client.QueryError), and of whose making it is. */
export interface TrinoErrorDetails {
  /** Name of the error code, such as TABLE_NOT_FOUND. */
  errorName?: string;
  /** USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES or EXTERNAL. */
  errorType?: string;
  /** Where in the SQL, counted from 1. */
  position?: { line: number; column: number };
}

/** A failure that does not know its objective yet: a connection or a history may be shared by several. */
export class TrinoFailure extends Error {
  readonly errorName?: string;
  readonly errorType?: string;
  readonly position?: { line: number; column: number };

  constructor(
    readonly kind: FailureKind,
    /** As a sentence without final stop. */
    readonly found: string,
    /** As a sentence without final stop. */
    readonly remedy: string,
    { errorName, errorType, position, ...options }: TrinoErrorDetails & ErrorOptions = {}
  ) {
    super(`${found}. ${remedy}.`, options);
    this.name = 'TrinoFailure';
    this.errorName = errorName;
    this.errorType = errorType;
    this.position = position;
  }
}
