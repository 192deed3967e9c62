import type { EventCounts } from '../budget/eventCounts';
import { GatheredReads, type Keeping } from '../transport/gatheredReads';
import {
  type AnswerOf,
  type CountsAnswer,
  type CountsRequest,
  eachOutcome,
  type ItemsRequest,
  type OutcomesAnswer,
  type ReadingKind,
  type RequestOf,
  type Source,
} from './contract';

/** How reads of one kind become one. */
interface Sharing<Kind extends ReadingKind> {
  /** Requests with the same key are the same read, apart from where those of buckets begin. */
  key(request: RequestOf<Kind>): string;
  /** Of buckets: the part of the longest range that a request asked for. */
  since?(fromMs: number, answer: AnswerOf<Kind>): AnswerOf<Kind>;
}

const SHARING: { [Kind in ReadingKind]: Sharing<Kind> } = {
  counts: { key: tierOf, since: countsSince },
  outcomes: { key: tierOf, since: outcomesSince },
  items: { key: objectiveOf },
  assets: { key: objectiveOf },
  partitions: { key: objectiveOf },
  state: { key: objectiveOf },
  lineage: { key: ({ objective, direction, fromMs, toMs }) => `${objective.id} ${direction} ${fromMs} ${toMs}` },
  evidence: { key: ({ objective, side, why, fromMs, toMs }) => `${objective.id} ${side} ${why} ${fromMs} ${toMs}` },
  contributors: {
    key: ({ objective, fromMs, toMs, bucketMs, without = [] }) =>
      `${objective.id} ${fromMs} ${toMs} ${bucketMs} ${without.map((part) => `${part.fromMs}-${part.toMs}`).join()}`,
  },
};

/**
 * A source that reads once for all panels of a dashboard: whatever is asked of the same objective and tier at the same time
 * becomes one read of the longest range, of which each panel gets the part that it asked for. Objectives are distinguished by
 * their ids, so one such source serves one catalogue; where reads are held, it serves one instant.
 */
export function sharedReads(source: Source, keeping: Keeping = 'briefly'): Source {
  const gathered: { [Kind in ReadingKind]: GatheredReads<AnswerOf<Kind>> } = {
    counts: new GatheredReads(keeping),
    outcomes: new GatheredReads(keeping),
    items: new GatheredReads(keeping),
    assets: new GatheredReads(keeping),
    partitions: new GatheredReads(keeping),
    state: new GatheredReads(keeping),
    lineage: new GatheredReads(keeping),
    evidence: new GatheredReads(keeping),
    contributors: new GatheredReads(keeping),
  };
  return {
    type: source.type,
    kinds: source.kinds,
    async read<Kind extends ReadingKind>(kind: Kind, request: RequestOf<Kind>, signal: AbortSignal) {
      const { key, since }: Sharing<Kind> = SHARING[kind];
      const fromMs = since && 'fromMs' in request ? request.fromMs : 0;
      const answer = await gathered[kind].run(
        key(request),
        fromMs,
        (earliestMs, together) => source.read(kind, since ? { ...request, fromMs: earliestMs } : request, together),
        signal
      );
      return since ? since(fromMs, answer) : answer;
    },
  };
}

/** For readings of the present state: only the objective distinguishes them. */
function objectiveOf({ objective }: ItemsRequest): string {
  return objective.id;
}

function tierOf({ objective, stepMs, toMs }: CountsRequest): string {
  return `${objective.id} ${stepMs} ${toMs}`;
}

function countsSince(fromMs: number, answer: CountsAnswer): CountsAnswer {
  return { ...answer, counts: since(fromMs, answer.counts) };
}

function outcomesSince(fromMs: number, answer: OutcomesAnswer): OutcomesAnswer {
  const skipped = skippedBuckets(fromMs, answer.counts);
  const outcomes = eachOutcome((outcome) => answer.outcomes[outcome].subarray(skipped));
  return { ...answer, counts: since(fromMs, answer.counts), outcomes };
}

/** The buckets that start at or after `fromMs`; shares the arrays. */
function since(fromMs: number, counts: EventCounts): EventCounts {
  const skipped = skippedBuckets(fromMs, counts);
  return skipped === 0
    ? counts
    : {
        ...counts,
        startMs: counts.startMs + skipped * counts.stepMs,
        good: counts.good.subarray(skipped),
        total: counts.total.subarray(skipped),
        coverage: counts.coverage.subarray(skipped),
      };
}

function skippedBuckets(fromMs: number, { startMs, stepMs }: EventCounts): number {
  return Math.max(0, Math.round((fromMs - startMs) / stepMs));
}
