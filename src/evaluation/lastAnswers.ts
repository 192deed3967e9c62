import type { SourceError } from '../sources/sourceError';
import type { Objective } from '../catalogue/objective';
import type { Evaluate, EvaluationAnswer, EvaluationKind, EvaluationRequest } from './evaluations';

const MOST_KEPT = 5_000;

/**
 * Keeps showing the last answer, with a warning, where the same is asked again and `isAway` says that whoever answers cannot be
 * reached. Answers at the instants of a chart are not kept: an older one belongs to other instants.
 *
 * @param isAway of the failure in an answer.
 */
export function keepingLast(evaluate: Evaluate, isAway: (error: SourceError) => boolean): Evaluate {
  const kept = new Map<string, { answer: unknown; asOfMs: number }>();

  return async <Kind extends EvaluationKind>(
    kind: Kind,
    objective: Objective,
    request: EvaluationRequest<Kind>,
    signal: AbortSignal
  ): Promise<EvaluationAnswer<Kind>> => {
    const answer = await evaluate(kind, objective, request, signal);
    const key = keyOf(kind, objective, request);
    const error = 'error' in answer ? answer.error : undefined;
    if (error === undefined || !isAway(error)) {
      if (kind !== 'series' && error === undefined) {
        kept.delete(key);
        kept.set(key, { answer, asOfMs: request.nowMs });
        kept.delete(kept.size > MOST_KEPT ? [...kept.keys()][0] : '');
      }
      return answer;
    }
    const last = kept.get(key);
    if (last === undefined) {
      return answer;
    }
    const known = last.answer as EvaluationAnswer<Kind>;
    const text = `${error.message} The figures are those of ${new Date(last.asOfMs).toISOString()}.`;
    return { ...known, notices: [...('notices' in known ? known.notices : []), { severity: 'warning', text }] };
  };
}

/** The same question at another "now", if its range ends there. */
function keyOf(kind: EvaluationKind, { id, window }: Objective, request: EvaluationRequest<EvaluationKind>): string {
  const { nowMs, ...others } = request;
  const atNow = Object.entries(others).map(([name, value]) => [
    name,
    // The beginning of a range may be off by what a page takes to ask.
    typeof value === 'number' && name.endsWith('Ms') && isNow(others, nowMs)
      ? Math.round((nowMs - value) / 60_000)
      : value,
  ]);
  return JSON.stringify([kind, id, window, atNow]);
}

function isNow(request: object, nowMs: number): boolean {
  const end = 'atMs' in request ? request.atMs : 'toMs' in request ? request.toMs : nowMs;
  return end === nowMs;
}
