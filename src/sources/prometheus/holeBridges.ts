import { MINUTE_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { Notice } from '../contract';
import { isPartial } from './apiAnswer';
import { toGrowth } from './bucketColumns';
import { termsQuery, type Edges } from './bucketQuery';
import { bridge, findHoles, type Growth, type Hole } from './holes';
import type { KeptAnswers } from './keptAnswers';
import { MAX_RANGE_MS } from './pieces';
import type { QueryApi } from './queryApi';

/** Bridges of one answer; more holes than this are a broken scrape, which coverage shows. */
const MAX_BRIDGES = 24;

export interface HoledCounts {
  measure: Measure<PrometheusSpec>;
  edges: Edges;
  /** Changed in place. */
  good: Float64Array;
  total: Float64Array;
  /** Observed share of every bucket. */
  share: Float64Array;
  fromMs: number;
  stepMs: number;
  settledUntilMs: number;
}

/** Adds what grew inside the holes, one instant query a hole; those of settled holes are kept. Rejects as the query API does. */
export async function bridgeHoles(
  api: QueryApi,
  kept: KeptAnswers<Growth>,
  { measure, edges, good, total, share, fromMs, stepMs, settledUntilMs }: HoledCounts,
  signal: AbortSignal
): Promise<{ executed: string[]; notices: Notice[] }> {
  const widthMs = ({ first, last }: Hole) => (last - first + 3) * stepMs;
  const longestFirst = findHoles(share)
    .filter((hole) => widthMs(hole) <= MAX_RANGE_MS)
    .sort((a, b) => widthMs(b) - widthMs(a));
  const executed = await Promise.all(
    longestFirst.slice(0, MAX_BRIDGES).map(async (hole) => {
      const endMs = fromMs + (hole.last + 2) * stepMs;
      const query = termsQuery(measure, widthMs(hole), edges);
      const key = `${endMs} ${query}`;
      const read = async (): Promise<Growth | undefined> => {
        const answer = await api.queryAt(query, endMs, signal);
        const growth = toGrowth(answer.series, measure);
        if (growth && endMs <= settledUntilMs && !isPartial(answer)) {
          kept.keep(key, growth);
        }
        return growth;
      };
      const growth = kept.recall(key) ?? (await read());
      if (growth) {
        bridge(hole, growth, share, good, total);
      }
      return `# over a hole in the samples, at ${new Date(endMs).toISOString()}\n${query}`;
    })
  );
  return { executed, notices: unbridged(longestFirst.slice(MAX_BRIDGES), stepMs) };
}

function unbridged(holes: Hole[], stepMs: number): Notice[] {
  if (holes.length === 0) {
    return [];
  }
  const minutes = holes.reduce((sum, { first, last }) => sum + last - first + 1, 0) * (stepMs / MINUTE_MS);
  return [
    {
      severity: 'warning',
      text: `${holes.length} further holes in the samples (${minutes} minutes) were not bridged: the scrape is unsteady`,
    },
  ];
}
