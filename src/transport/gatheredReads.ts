import { SharedRequests } from './sharedRequests';

/** Panels of one dashboard ask within a few milliseconds of each other, but not in the same turn. */
const GATHER_MS = 15;
/** Shorter than any refresh interval of a dashboard, so that a refresh always reads again. */
const KEEP_MS = 2_000;

/** One read for all that ask for it. */
interface Batch<Answer> {
  /** Distinguishes this batch from others under the same key. */
  id: string;
  bornMs: number;
  /** The earliest instant that was asked for; fixed once `begun`. */
  fromMs: number;
  begun: boolean;
  answer?: Answer;
  /** Only where it is held. */
  failure?: { error: unknown };
}

/**
 * How long a read serves latecomers. `briefly`: its answer for two seconds, a failure not at all. `held`: as long as these reads
 * exist, a failure too, so that later callers cost nothing.
 */
export type Keeping = 'briefly' | 'held';

/** Of what is held, the oldest is dropped beyond this: many more than one round of evaluations asks for. */
const MOST_HELD = 4_000;

/**
 * Makes one read of all that ask for the same thing at about the same time, each back to an instant of its own: the read
 * goes back to the earliest.
 */
export class GatheredReads<Answer> {
  private readonly underWay = new SharedRequests();
  private readonly batches = new Map<string, Batch<Answer>>();
  private batchesBegun = 0;

  constructor(private readonly keeping: Keeping = 'briefly') {}

  /**
   * Resolves or rejects as `read` does, which is called with the earliest instant asked for. Rejects with the signal's
   * reason when it aborts; the read itself is aborted when no caller is left.
   */
  async run(
    key: string,
    fromMs: number,
    read: (earliestMs: number, signal: AbortSignal) => Promise<Answer>,
    signal: AbortSignal
  ): Promise<Answer> {
    signal.throwIfAborted();
    const batch = this.batchFor(key, fromMs);
    if (batch.answer !== undefined) {
      return batch.answer;
    }
    if (batch.failure !== undefined) {
      throw batch.failure.error;
    }
    try {
      return await this.underWay.run(batch.id, signal, async (together) => {
        await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
        together.throwIfAborted();
        batch.begun = true;
        batch.answer = await read(batch.fromMs, together);
        return batch.answer;
      });
    } catch (error) {
      // An abort is the caller's own; others may still be waiting.
      if (signal.aborted) {
        throw error;
      }
      if (this.keeping === 'held') {
        batch.failure = { error };
      } else if (this.batches.get(key) === batch) {
        this.batches.delete(key);
      }
      throw error;
    }
  }

  private batchFor(key: string, fromMs: number): Batch<Answer> {
    this.forgetOld();
    const batch = this.batches.get(key);
    if (batch && (!batch.begun || fromMs >= batch.fromMs)) {
      batch.fromMs = Math.min(batch.fromMs, fromMs);
      return batch;
    }
    const begun: Batch<Answer> = { id: `${this.batchesBegun++}`, bornMs: Date.now(), fromMs, begun: false };
    this.batches.set(key, begun);
    return begun;
  }

  private forgetOld(): void {
    if (this.keeping === 'held') {
      const [oldest] = this.batches.keys();
      if (this.batches.size >= MOST_HELD) {
        this.batches.delete(oldest);
      }
      return;
    }
    const oldMs = Date.now() - KEEP_MS;
    for (const [key, { bornMs, answer }] of this.batches) {
      if (answer !== undefined && bornMs < oldMs) {
        this.batches.delete(key);
      }
    }
  }
}
