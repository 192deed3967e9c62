import { OUTCOMES, type ListedQuery, type Outcome } from './listedQueries';

export interface QueryCount {
  outcome: Outcome;
  errorCode: string;
  count: number;
}

/** What a restart must know to count every query exactly once. */
export interface KeptCounts {
  counts: CountedSeries[];
  /** Queries that are counted and that Trino still listed. */
  counted: string[];
}

interface CountedSeries extends QueryCount {
  /** Lists that were taken since the series exists, the first included. */
  age: number;
}

/** What a list of queries added. */
export interface Taken {
  added: number;
  /** Nothing of the last list is in this one: what ended in between may have been forgotten before it was counted. */
  gap: boolean;
}

/**
 * A new series stays at 0 for so many lists, since `increase` sees no growth before the first sample; with one it could pass
 * between two scrapes.
 */
const LISTS_AT_ZERO = 2;

/**
 * Counts every terminal query exactly once, however often it is listed. It remembers no more queries than Trino itself does:
 * a query that has left the list never comes back.
 */
export class QueryCounts {
  private readonly series = new Map<string, CountedSeries>();
  private counted: ReadonlySet<string> | undefined;

  /** Without `kept`, counting starts with what ends after the first list. */
  constructor(kept?: KeptCounts) {
    // One series of each outcome from the beginning: without failures there is still something to divide.
    OUTCOMES.forEach((outcome) => this.seriesOf(outcome, ''));
    kept?.counts.forEach((one) => this.series.set(keyOf(one.outcome, one.errorCode), { ...one }));
    this.counted = kept && new Set(kept.counted);
  }

  take(listed: readonly ListedQuery[]): Taken {
    const before = this.counted;
    this.counted = new Set(listed.map(({ queryId }) => queryId));
    const fresh = before ? listed.filter(({ queryId }) => !before.has(queryId)) : [];
    for (const { outcome, errorCode } of fresh) {
      this.seriesOf(outcome, errorCode).count++;
    }
    this.series.forEach((series) => series.age++);
    return { added: fresh.length, gap: before !== undefined && before.size > 0 && fresh.length === listed.length };
  }

  /** What the counters show. */
  exposed(): QueryCount[] {
    return [...this.series.values()].map(({ outcome, errorCode, count, age }) => ({
      outcome,
      errorCode,
      count: age <= LISTS_AT_ZERO ? 0 : count,
    }));
  }

  kept(): KeptCounts {
    return { counts: [...this.series.values()], counted: [...(this.counted ?? [])] };
  }

  private seriesOf(outcome: Outcome, errorCode: string): CountedSeries {
    const key = keyOf(outcome, errorCode);
    const series = this.series.get(key) ?? { outcome, errorCode, count: 0, age: 0 };
    this.series.set(key, series);
    return series;
  }
}

function keyOf(outcome: Outcome, errorCode: string): string {
  return `${outcome} ${errorCode}`;
}
