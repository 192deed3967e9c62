import type { Objective } from '../src/catalogue/objective';
import type { EvaluationKind, EvaluationRequest } from '../src/evaluation/evaluations';
import { instantsFor } from '../src/evaluation/instants';
import { READ_BOUNDS } from '../src/evaluation/readApi';

/** One evaluation of one objective. */
export interface Question {
  kind: EvaluationKind;
  objective: Objective;
  request: EvaluationRequest<EvaluationKind>;
}

/** What clients asked lately, so that a round can answer it before they ask again. */
export class AskedQuestions {
  private readonly asked = new Map<string, Question>();

  /** @param withinMs how much older than a round a question may be. */
  constructor(private readonly withinMs: number) {}

  note(question: Question): void {
    const { kind, objective, request } = question;
    const key = JSON.stringify([kind, objective.id, objective.window, asOf(request, 0)]);
    // The latest are last.
    this.asked.delete(key);
    this.asked.set(key, question);
    if (this.asked.size > READ_BOUNDS.evaluations) {
      this.asked.delete(this.asked.keys().next().value ?? '');
    }
  }

  /** The same questions as of that instant, epoch milliseconds, the latest first: as many as one request may hold. */
  asOf(nowMs: number): Question[] {
    let instants = 0;
    const questions: Question[] = [];
    for (const [key, question] of [...this.asked].reverse()) {
      if (nowMs - question.request.nowMs > this.withinMs) {
        this.asked.delete(key);
        continue;
      }
      const request = asOf(question.request, nowMs);
      instants += 'at' in request ? instantsFor(request).timesMs.length : 0;
      if (instants <= READ_BOUNDS.instants) {
        questions.push({ ...question, request });
      }
    }
    return questions;
  }
}

/** The request as of another "now": what ends now still does, and begins as long before. */
function asOf<Request extends EvaluationRequest<EvaluationKind>>(request: Request, nowMs: number): Request {
  const laterMs = nowMs - request.nowMs;
  if ('atMs' in request) {
    return { ...request, nowMs, atMs: request.atMs === request.nowMs ? nowMs : request.atMs };
  }
  if ('toMs' in request) {
    const moves = request.toMs === request.nowMs ? laterMs : 0;
    return { ...request, nowMs, fromMs: request.fromMs + moves, toMs: request.toMs + moves };
  }
  return { ...request, nowMs };
}
