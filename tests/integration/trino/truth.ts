import type { SeededQuery } from './history';

/** What leaves the figures, and what enters them although Trino files it under user errors. */
export interface CountingRule {
  alsoBad?: string[];
  ignore?: string[];
  /** Which queries count at all; all that are not the plugin's own, unless said otherwise. */
  counts?: (query: SeededQuery) => boolean;
}

/** Queries that ended in [startMs, startMs + width), by what became of them. `abandoned` and `killed` are among the others. */
export interface OutcomeCounts {
  startMs: number;
  finished: number;
  /** FAILED with USER_ERROR, and neither in `alsoBad` nor in `ignore`. */
  userErrors: number;
  /** FAILED with another type, an unknown or none, or a code in `alsoBad`; and not in `ignore`. */
  unexpected: number;
  /** Codes in `ignore`, whatever their type. */
  ignored: number;
  /** ABANDONED_QUERY. */
  abandoned: number;
  /** ADMINISTRATIVELY_KILLED. */
  killed: number;
}

export type Dimension = 'errorType' | 'errorCode' | 'user' | 'source' | 'resourceGroup';

/** Unexpected errors of one value of a dimension; null where the history has none. */
export interface TrueContributor {
  value: string | null;
  bad: number;
  lastMs: number;
  /** Newest first. */
  queryIds: string[];
}

/** Every bucket of [fromMs, toMs), those without queries included. */
export function outcomeCounts(
  queries: readonly SeededQuery[],
  window: { fromMs: number; toMs: number; widthMs: number },
  rule: CountingRule = {}
): OutcomeCounts[] {
  const { fromMs, toMs, widthMs } = window;
  const buckets: OutcomeCounts[] = [];
  for (let startMs = fromMs; startMs < toMs; startMs += widthMs) {
    buckets.push({ startMs, finished: 0, userErrors: 0, unexpected: 0, ignored: 0, abandoned: 0, killed: 0 });
  }
  for (const query of queries) {
    const bucket = buckets[Math.floor((query.endMs - fromMs) / widthMs)];
    if (bucket && query.endMs < toMs && counts(query, rule)) {
      bucket[outcomeOf(query, rule)]++;
      bucket.abandoned += query.errorCode === 'ABANDONED_QUERY' ? 1 : 0;
      bucket.killed += query.errorCode === 'ADMINISTRATIVELY_KILLED' ? 1 : 0;
    }
  }
  return buckets;
}

/** Unexpected errors that ended in [fromMs, toMs), most frequent first, then by value. */
export function contributors(
  queries: readonly SeededQuery[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
  dimension: Dimension,
  rule: CountingRule = {}
): TrueContributor[] {
  const byValue = new Map<string | null, TrueContributor>();
  for (const query of [...queries].sort((one, other) => other.endMs - one.endMs)) {
    const bad = outcomeOf(query, rule) === 'unexpected' && counts(query, rule);
    if (!bad || query.endMs < fromMs || query.endMs >= toMs) {
      continue;
    }
    const value = query[dimension];
    const found = byValue.get(value) ?? { value, bad: 0, lastMs: query.endMs, queryIds: [] };
    found.bad++;
    found.queryIds.push(query.queryId);
    byValue.set(value, found);
  }
  return [...byValue.values()].sort(
    (one, other) => other.bad - one.bad || String(one.value).localeCompare(String(other.value))
  );
}

function counts(query: SeededQuery, rule: CountingRule): boolean {
  return query.source !== 'error-budget' && (rule.counts?.(query) ?? true);
}

function outcomeOf(
  { state, errorType, errorCode }: SeededQuery,
  { alsoBad = [], ignore = [] }: CountingRule
): 'finished' | 'userErrors' | 'unexpected' | 'ignored' {
  if (state === 'FINISHED') {
    return 'finished';
  }
  if (errorCode !== null && ignore.includes(errorCode)) {
    return 'ignored';
  }
  const asked = errorCode !== null && alsoBad.includes(errorCode);
  return errorType === 'USER_ERROR' && !asked ? 'userErrors' : 'unexpected';
}
