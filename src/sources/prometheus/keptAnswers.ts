import { DAY_MS } from '../../budget/durations';

const KEPT_FOR_MS = DAY_MS;
const MAX_KEPT = 10_000;

/** Answers that do not change, kept for a day (or `keptForMs`) all the same: late writes and backfills exist. Bounded. */
export class KeptAnswers<Value> {
  private readonly kept = new Map<string, { value: Value; atMs: number }>();

  /** @param clock epoch milliseconds */
  constructor(
    private readonly clock: () => number,
    private readonly keptForMs = KEPT_FOR_MS
  ) {}

  recall(key: string): Value | undefined {
    const answer = this.kept.get(key);
    return answer && this.clock() - answer.atMs < this.keptForMs ? answer.value : undefined;
  }

  keep(key: string, value: Value): void {
    if (this.kept.size >= MAX_KEPT) {
      this.kept.clear();
    }
    this.kept.set(key, { value, atMs: this.clock() });
  }
}
