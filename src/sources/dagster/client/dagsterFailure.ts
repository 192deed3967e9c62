import type { FailureKind } from '../../sourceError';

/** A failure that does not know its objective yet: what Dagster answers is shared by all objectives. */
export class DagsterFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    /** As a sentence without final stop. */
    readonly found: string,
    /** As a sentence without final stop. */
    readonly remedy: string,
    options?: ErrorOptions
  ) {
    super(`${found}. ${remedy}.`, options);
    this.name = 'DagsterFailure';
  }
}
