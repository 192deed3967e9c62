import { unobservedCounts } from '../../src/budget/eventCounts';
import type { CountsAnswer, CountsRequest } from '../../src/sources/contract';
import { SourceError } from '../../src/sources/sourceError';
import type { Readers } from '../../src/sources/createSource';

export interface ListedEvent {
  atMs: number;
  good: boolean;
}

/** A source whose events are a list that a test may change, and which a test may also let fail or keep silent. */
export class EventList implements Readers {
  events: ListedEvent[] = [];
  /** Nothing was seen before. */
  observedFromMs = -Infinity;
  failing = false;
  hanging = false;
  reads = 0;

  async counts({ objective, ...range }: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    this.reads++;
    if (this.hanging) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }
    if (this.failing) {
      throw new SourceError({
        kind: 'unreachable',
        objective,
        upstream: 'Demo',
        found: 'there is no answer',
        remedy: 'Wake it up',
      });
    }
    return { counts: this.countsIn(range), notices: [], executed: [] };
  }

  private countsIn({ fromMs, toMs, stepMs }: Omit<CountsRequest, 'objective'>) {
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    counts.coverage.forEach((_, i) => {
      counts.coverage[i] = fromMs + i * stepMs >= this.observedFromMs ? 1 : 0;
    });
    for (const { atMs, good } of this.events) {
      const bucket = Math.floor((atMs - fromMs) / stepMs);
      if (bucket >= 0 && bucket < counts.total.length) {
        counts.total[bucket]++;
        counts.good[bucket] += good ? 1 : 0;
      }
    }
    return counts;
  }
}
