import { MINUTE_MS, floorTo } from '../../src/budget/durations';
import { unobservedCounts } from '../../src/budget/eventCounts';
import type { Objective, SourceType } from '../../src/catalogue/objective';
import { objectiveOf } from '../../src/evaluation/objective.testing';
import type { CountsAnswer, CountsRequest, Source } from '../../src/sources/contract';
import { createSource } from '../../src/sources/createSource';

const SETTLES_AFTER_MS = 5 * MINUTE_MS;

/** An upstream whose counts are known, and that forgets, restates and fails on demand. One of type Dagster is always read whole. */
export class FakeUpstream {
  /** It has nothing from before. */
  reachMs = -Infinity;
  /** Bad events, by the start of the five minutes in which they happened. */
  readonly bad = new Map<number, number>();
  /** Stretches without samples. */
  readonly holes: Array<{ fromMs: number; toMs: number }> = [];
  failing?: Error;
  requests: CountsRequest[] = [];
  readonly source: Source;

  constructor(type: SourceType) {
    this.source = createSource(type, {
      counts: async (request, signal) => {
        signal.throwIfAborted();
        this.requests.push(request);
        if (this.failing) {
          throw this.failing;
        }
        return this.answer(request);
      },
      contributors: async () => ({ contributors: [], notices: [], executed: [] }),
    });
  }

  /** The truth, as long as it has not forgotten it. */
  answer({ fromMs, toMs, stepMs, nowMs }: CountsRequest): CountsAnswer {
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    counts.settledUntilMs = floorTo(nowMs - SETTLES_AFTER_MS, stepMs);
    let seenMs: number | null = null;
    for (let i = 0; i < counts.total.length; i++) {
      for (let atMs = fromMs + i * stepMs; atMs < fromMs + (i + 1) * stepMs; atMs += 5 * MINUTE_MS) {
        if (
          atMs >= this.reachMs &&
          atMs < nowMs &&
          !this.holes.some((hole) => atMs >= hole.fromMs && atMs < hole.toMs)
        ) {
          const total = 5 + ((atMs / MINUTE_MS) % 7);
          counts.total[i] += total;
          counts.good[i] += total - (this.bad.get(atMs) ?? 0);
          counts.coverage[i] += (5 * MINUTE_MS) / stepMs;
          seenMs = fromMs + (i + 1) * stepMs;
        }
      }
      counts.coverage[i] = Math.min(1, Math.round(counts.coverage[i] * 1e6) / 1e6);
    }
    return {
      counts,
      lastSeen: { partMs: null, totalMs: seenMs },
      sampleIntervalMs: 15_000,
      notices: [],
      executed: [`from ${fromMs} to ${toMs}`],
    };
  }

  /** An objective that it counts; its query distinguishes definitions. */
  objective(id: string, query = 'requests'): Objective {
    return objectiveOf({
      id,
      indicator: {
        source: 'Prometheus',
        measure: {
          shape: 'badTotal',
          bad: { query: `errors of ${query}`, counterSelectors: [] },
          total: { query, counterSelectors: [] },
        },
      },
    });
  }
}
