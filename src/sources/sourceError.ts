import type { Objective, SourceType } from '../catalogue/objective';

/** What went wrong at an upstream, in the words that its remedy needs. */
export type FailureKind =
  | 'unreachable'
  | 'unauthorized'
  | 'refused'
  | 'notTheUpstream'
  | 'truncated'
  | 'timeout'
  | 'badIndicator'
  | 'unavailable'
  | 'notConfigured';

/** What an `error-budget serve` is called, from which a failure may come instead of from an upstream. */
export const ERROR_BUDGET_SERVER = 'Error Budget server';

export interface Failure {
  kind: FailureKind;
  objective: Pick<Objective, 'id' | 'displayName'>;
  upstream: SourceType | typeof ERROR_BUDGET_SERVER;
  /** What was found, as a sentence without final stop. */
  found: string;
  /** What to do, as a sentence without final stop. */
  remedy: string;
}

/**
 * A failure of one objective at one upstream. Its message names the objective, the upstream, what was found and the
 * remedy; it spoils that objective's row and no other.
 */
export class SourceError extends Error {
  readonly kind: FailureKind;
  readonly objective: Failure['objective'];
  readonly upstream: Failure['upstream'];
  readonly found: string;
  readonly remedy: string;

  constructor({ kind, objective, upstream, found, remedy }: Failure, options?: ErrorOptions) {
    super(`${objective.displayName} (${objective.id}), ${upstream}: ${found}. ${remedy}.`, options);
    this.name = 'SourceError';
    this.kind = kind;
    this.objective = { id: objective.id, displayName: objective.displayName };
    this.upstream = upstream;
    this.found = found;
    this.remedy = remedy;
  }
}
