import type { SourceError } from '../sources/sourceError';
import type { Objective } from '../catalogue/objective';
import type { Evaluate, EvaluationAnswer, EvaluationKind, EvaluationRequest } from './evaluations';
import { questionOf } from './questionOf';

const MOST_KEPT = 5_000;

/**
 * Keeps showing the last answer, with a warning, where the same is asked again and `isAway` says that the server cannot be
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
    const key = JSON.stringify([kind, objective.id, objective.window, questionOf(request)]);
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
