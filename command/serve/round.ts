import type { Objective } from '../../src/catalogue/objective';
import type { Sources } from '../../src/evaluation/evaluateObjective';
import { SourceError } from '../../src/sources/sourceError';
import { readFigures, type ObjectiveFigures } from './figures';

/** Why an objective has no figures in a round. */
export interface ReadFailure {
  objective: string;
  source: string;
  kind: string;
  /** Sentences without final stop. */
  found: string;
  remedy: string;
}

export interface RoundResult {
  figures: ObjectiveFigures[];
  failures: ReadFailure[];
}

/**
 * Reads every objective once, side by side. A failure costs the figures of its own objective only. Rejects only when
 * aborted.
 */
export async function readRound(
  objectives: readonly Objective[],
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<RoundResult> {
  const result: RoundResult = { figures: [], failures: [] };
  const outcomes = await Promise.allSettled(
    objectives.map((objective) => readFigures(objective, sources, nowMs, signal))
  );
  signal.throwIfAborted();
  outcomes.forEach((outcome, i) => {
    if (outcome.status === 'fulfilled') {
      result.figures.push(outcome.value);
    } else {
      result.failures.push(failureOf(objectives[i], outcome.reason));
    }
  });
  return result;
}

function failureOf({ id, indicator }: Objective, error: unknown): ReadFailure {
  const objective = { objective: id, source: indicator.source };
  return error instanceof SourceError
    ? { ...objective, kind: error.kind, found: error.found, remedy: error.remedy }
    : {
        ...objective,
        kind: 'defect',
        found: describe(error),
        remedy: 'This is a defect of the exporter: report it',
      };
}

/** With the place in the code, on one line. */
function describe(error: unknown): string {
  const [message, place = ''] = (error instanceof Error && error.stack ? error.stack : String(error)).split('\n');
  return `${message} ${place.trim()}`.trim();
}
