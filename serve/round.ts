import { createHash } from 'node:crypto';
import type { Objective, SourceType } from '../src/catalogue/objective';
import { writeAnswer } from '../src/evaluation/answerJson';
import type { Sources } from '../src/evaluation/evaluateObjective';
import {
  localEvaluation,
  type Evaluate,
  type EvaluationContext,
  type EvaluationKind,
  type EvaluationRequest,
} from '../src/evaluation/evaluations';
import type { Source } from '../src/sources/contract';
import { sharedReads } from '../src/sources/sharedReads';
import { SharedRequests } from '../src/transport/sharedRequests';
import { BoundedMemory } from './boundedMemory';
import { AnswersByDigest } from './answersByDigest';

/** An answer as it is sent, and a digest that changes with it. */
export interface KeptAnswer {
  json: string;
  digest: string;
}

/** Answers about 500 objectives for every panel of the shipped dashboards are half of it. */
const MOST_ANSWER_BYTES = 32 * 2 ** 20;

export interface RoundContext extends EvaluationContext {
  /** Takes secrets out of an answer: upstreams repeat credentials on their error pages. */
  redact?(json: string): string;
}

/**
 * All that is known as of one instant. Upstreams are read once for it and every evaluation is made once, however many ask: what was
 * answered is held as long as the round is, and what was read until it is released.
 */
export class Round {
  private held: { sources: Sources; evaluate: Evaluate };
  private readonly underWay = new SharedRequests();
  private readonly answers = new BoundedMemory<KeptAnswer>(MOST_ANSWER_BYTES);

  constructor(
    readonly nowMs: number,
    private readonly context: RoundContext,
    private readonly byDigest = new AnswersByDigest()
  ) {
    this.held = this.holdingNothing();
  }

  get sources(): Sources {
    return this.held.sources;
  }

  /** Forgets what was read, which is most of what a round takes. What was not asked before is read again. */
  release(): void {
    this.held = this.holdingNothing();
  }

  private holdingNothing(): { sources: Sources; evaluate: Evaluate } {
    const sources = heldSources(this.context.sources);
    return { sources, evaluate: localEvaluation({ ...this.context, sources }) };
  }

  /** Rejects as the evaluation does. Its work is aborted when no caller waits for it any more. */
  async answer<Kind extends EvaluationKind>(
    kind: Kind,
    objective: Objective,
    request: EvaluationRequest<Kind>,
    signal: AbortSignal
  ): Promise<KeptAnswer> {
    const key = JSON.stringify([kind, objective.id, objective.window, request]);
    const kept = this.answers.get(key);
    return (
      kept ??
      this.underWay.run(key, signal, async (together) => {
        const answer = await this.held.evaluate(kind, objective, request, together);
        const { redact = (json) => json } = this.context;
        const json = redact(writeAnswer(answer, objective));
        const made = this.byDigest.keep({ json, digest: digestOf(json) });
        this.answers.set(key, made, json.length);
        return made;
      })
    );
  }
}

function heldSources(sources: Sources): Sources {
  const held = new Map<Source, Source>();
  const hold = (source: Source) => {
    const one = held.get(source) ?? sharedReads(source, 'held');
    held.set(source, one);
    return one;
  };
  const entries = Object.entries(sources).map(([type, source]): [string, Source] => [type, hold(source)]);
  return Object.fromEntries(entries) satisfies Partial<Record<SourceType, Source>>;
}

export function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('base64').slice(0, 16);
}
