import type { Objective } from '../catalogue/objective';
import { TransportError } from '../transport/transportError';
import { ERROR_BUDGET_SERVER, type Failure, type FailureKind, SourceError } from './sourceError';

/** What an upstream itself says about a failed query, as far as there is anything to say. */
export interface FailureDetails {
  /** Name of the error code, such as Trino's TABLE_NOT_FOUND. */
  errorName?: string;
  /** Of whose making it is: Trino's USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES or EXTERNAL. */
  errorType?: string;
  /** Where in the query, counted from 1. */
  position?: { line: number; column: number };
}

/** A failure that does not know its objective yet: several objectives may share the connection or the answer. */
export class UpstreamFailure extends Error {
  readonly errorName?: string;
  readonly errorType?: string;
  readonly position?: { line: number; column: number };

  constructor(
    readonly kind: FailureKind,
    /** What was found, as a sentence without final stop. */
    readonly found: string,
    /** What to do, as a sentence without final stop. */
    readonly remedy: string,
    { errorName, errorType, position, ...options }: FailureDetails & ErrorOptions = {}
  ) {
    super(`${found}. ${remedy}.`, options);
    this.name = 'UpstreamFailure';
    this.errorName = errorName;
    this.errorType = errorType;
    this.position = position;
  }
}

/** True for a failure of an upstream or of the way to it, as opposed to an abort or a defect of ours. */
export function isUpstreamFailure(error: unknown): error is UpstreamFailure | TransportError {
  return error instanceof UpstreamFailure || error instanceof TransportError;
}

/** What must run for an upstream to answer. */
const SERVERS: Record<Failure['upstream'], string> = {
  Prometheus: 'Prometheus',
  Dagster: 'the Dagster web server',
  Trino: 'Trino',
  Demo: 'the demo',
  [ERROR_BUDGET_SERVER]: '“error-budget serve”',
};

/** A failure of the upstream or of the way to it, with the objective that it costs; anything else as it was. */
export function explained(error: unknown, objective: Objective, upstream: Failure['upstream']): unknown {
  return isUpstreamFailure(error)
    ? new SourceError({ ...explanationOf(error, upstream), objective, upstream }, { cause: error })
    : error;
}

/** The same without an objective; found and remedy are sentences without final stop. */
export function explanationOf(
  error: UpstreamFailure | TransportError,
  upstream: Failure['upstream']
): Pick<Failure, 'kind' | 'found' | 'remedy'> {
  if (error instanceof UpstreamFailure) {
    const { kind, found, remedy } = error;
    return { kind, found, remedy };
  }
  const remedy = `Check that ${SERVERS[upstream]} runs and that the ${upstream} URL reaches it`;
  return { kind: error.kind, found: `no answer (${error.message})`, remedy };
}
