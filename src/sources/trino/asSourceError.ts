import type { Objective } from '../../catalogue/objective';
import { TransportError } from '../../transport/transportError';
import { SourceError } from '../sourceError';
import { TrinoFailure } from './client/trinoFailure';

/** A failure of Trino or of the way to it, with the objective that it costs; anything else as it was. */
export function asSourceError(error: unknown, objective: Objective): unknown {
  if (error instanceof TrinoFailure) {
    const { kind, found, remedy } = error;
    return new SourceError({ kind, objective, upstream: 'Trino', found, remedy }, { cause: error });
  }
  if (error instanceof TransportError) {
    return new SourceError(
      {
        kind: error.kind,
        objective,
        upstream: 'Trino',
        found: `no answer (${error.message})`,
        remedy: 'Check that Trino runs and that the URL of the Trino upstream reaches it',
      },
      { cause: error }
    );
  }
  return error;
}
