import { setMaxListeners } from 'node:events';
import { MINUTE_MS } from '../src/budget/durations';
import { AskedQuestions, type Question } from './askedQuestions';
import { Round, type RoundContext } from './round';
import { AnswersByDigest } from './answersByDigest';

export interface RoundsOptions extends RoundContext {
  /** What is read in rounds of its own; their rounds of the same beat are one. */
  readers: readonly string[];
  intervalMs: number;
}

/**
 * The current round, the one before it, for requests that come while a round ends, and one that is under way. The one before no longer
 * holds what was read.
 */
const MOST_KEPT = 3;
/** A dashboard that refreshes every five minutes is still open; with longer intervals, one that was open in the round before is. */
const ASKED_WITHIN_MS = 10 * MINUTE_MS;

/**
 * The rounds that can be asked about. Readers begin their rounds within moments of each other, and these are one round of one
 * instant; one that hangs is in an earlier round still, and holds up no later one.
 */
export class Rounds {
  private readonly kept: Round[] = [];
  /** Which round each reader is in, or was in last. */
  private readonly inRound = new Map<string, { round: Round; ended: boolean }>();
  private complete?: Round;
  private readonly questions: AskedQuestions;
  readonly byDigest = new AnswersByDigest();

  constructor(private readonly options: RoundsOptions) {
    this.questions = new AskedQuestions(Math.max(ASKED_WITHIN_MS, 2 * options.intervalMs));
  }

  /** The round that a reader begins at that instant, epoch milliseconds. */
  begin(reader: string, atMs: number): Round {
    const newest = this.kept.at(-1);
    const isSameBeat = newest && Math.abs(atMs - newest.nowMs) < this.options.intervalMs / 2;
    const round = isSameBeat ? newest : new Round(atMs, this.options, this.byDigest);
    if (!isSameBeat) {
      this.kept.push(round);
      this.kept.splice(0, this.kept.length - MOST_KEPT);
    }
    this.inRound.set(reader, { round, ended: false });
    return round;
  }

  /** Takes down what a client asks, for the rounds that come. */
  noteAsked(question: Question): void {
    this.questions.note(question);
  }

  /**
   * Answers in the reader's round what clients asked lately about its objectives, so that none of them has to wait for it. Never
   * rejects; what is not answered within an interval is answered when it is asked for.
   */
  async prepare(reader: string, signal: AbortSignal): Promise<void> {
    const { round } = this.inRound.get(reader) ?? {};
    if (!round) {
      return;
    }
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(this.options.intervalMs)]);
    // Every question listens to it.
    setMaxListeners(0, inTime);
    const own = this.questions.asOf(round.nowMs).filter(({ objective }) => objective.indicator.source === reader);
    await Promise.allSettled(own.map(({ kind, objective, request }) => round.answer(kind, objective, request, inTime)));
  }

  end(reader: string): void {
    const place = this.inRound.get(reader);
    if (place) {
      place.ended = true;
    }
    const newest = this.kept.at(-1);
    if (newest && newest !== this.complete && this.isComplete(newest)) {
      this.complete = newest;
      this.kept.filter((round) => round !== newest).forEach((round) => round.release());
    }
  }

  /** The newest round that is complete; until there is one, the oldest: what is asked of it waits for its reads. */
  get current(): Round | undefined {
    return this.complete && this.kept.includes(this.complete) ? this.complete : this.kept[0];
  }

  /** The round of that instant, if it is kept. */
  at(nowMs: number): Round | undefined {
    return this.kept.find((round) => round.nowMs === nowMs);
  }

  /** Every reader has been in it; one that is still in an earlier round will not come. */
  private isComplete(round: Round): boolean {
    return this.options.readers.every((reader) => {
      const place = this.inRound.get(reader);
      return place !== undefined && (place.round === round ? place.ended : !place.ended);
    });
  }
}
