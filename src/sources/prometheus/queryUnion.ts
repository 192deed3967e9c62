import type { ApiAnswer, Series } from './apiAnswer';

/** Label whose value is the position of a query in its union. */
const QUERY_LABEL = 'error_budget_query';
/** What a query takes in a union beside its own text. */
const AROUND = `label_replace(last_over_time(()[1ms:3600000ms] offset 3600000ms), "${QUERY_LABEL}", "0", "", "") or `;
/** By how much ranges of one union may differ in length: all are evaluated over the longest. */
const LONGER = 1.25;
const FURTHER_POINTS = 3;

/** An endpoint of the query API and when it is asked: at so many points in time, the last of them at `endMs`. */
export interface Asked {
  endpoint: 'query' | 'query_range';
  query: string;
  endMs: number;
  /** Between two points; of an instant, what its time is a multiple of. */
  stepMs: number;
  points: number;
}

/** Queries with the same key can be asked together: subqueries are evaluated at multiples of their step. */
export function unionKey({ endpoint, endMs, stepMs }: Asked): string {
  return `${endpoint} ${stepMs}${endMs % stepMs === 0 ? '' : ` ${endMs}`}`;
}

/**
 * PromQL of several queries, at the times of the longest and latest of them: what ended earlier is moved there by the offset of
 * a subquery that holds one evaluation.
 *
 * @param queries with the same `unionKey`.
 */
export function unionOf(queries: readonly Asked[]): Asked {
  const { endMs, points } = timesOf(queries);
  const terms = queries.map((one, i) => {
    // A catalogue's query may end in a comment, which lasts to the end of its line.
    const query = `\n${one.query}\n`;
    const moved = `last_over_time((${query})[1ms:${one.stepMs}ms] offset ${endMs - one.endMs}ms)`;
    return `label_replace(${one.endMs === endMs ? query : moved}, "${QUERY_LABEL}", "${i}", "", "")`;
  });
  return { ...queries[0], query: terms.join(' or '), endMs, points };
}

/**
 * The answer to each query of a union, as it would have come by itself. Undefined where a part of the answer does not show which
 * query it belongs to: remarks name positions in the text of the union, and a proxy may drop labels.
 */
export function answersOf(queries: readonly Asked[], { series, remarks, partial }: ApiAnswer): ApiAnswer[] | undefined {
  if (remarks.length > 0) {
    return undefined;
  }
  const { endMs } = timesOf(queries);
  const answers = queries.map((): ApiAnswer => ({ series: [], remarks, partial }));
  for (const { labels, points } of series) {
    const { [QUERY_LABEL]: index = '', ...others } = labels;
    const one = queries[Number(index || NaN)];
    if (one === undefined) {
      return undefined;
    }
    const own = pointsOf(one, points, endMs - one.endMs);
    if (own.length > 0) {
      answers[Number(index)].series.push({ labels: others, points: own });
    }
  }
  return answers;
}

/** Those of the query's own times, which are what the union's are less the offset. */
function pointsOf({ endMs, stepMs, points: count }: Asked, points: Series['points'], offsetMs: number) {
  // Some frontends shift the points of a range.
  const beforeMs = endMs - (count - 0.5) * stepMs;
  return points.flatMap(([seconds, value]): Series['points'] => {
    const timeMs = Math.round(seconds * 1000) - offsetMs;
    return timeMs < beforeMs ? [] : [[timeMs / 1000, value]];
  });
}

function timesOf(queries: readonly Asked[]) {
  return {
    endMs: Math.max(...queries.map(({ endMs }) => endMs)),
    points: Math.max(...queries.map(({ points }) => points)),
  };
}

/** Divides queries among unions of at most `most` queries and `mostBytes`, as `bytesOf` counts them, whose ranges are about as long. */
export function dividedAmongUnions<One extends Asked>(
  queries: readonly One[],
  { most, mostBytes, bytesOf }: { most: number; mostBytes: number; bytesOf(query: string): number }
): One[][] {
  const unions: One[][] = [];
  let bytes = 0;
  for (const one of [...queries].sort((a, b) => a.points - b.points)) {
    const added = bytesOf(one.query) + bytesOf(AROUND);
    const last = unions.at(-1);
    const isLike = last !== undefined && one.points <= LONGER * last[0].points + FURTHER_POINTS;
    if (isLike && last.length < most && bytes + added <= mostBytes) {
      last.push(one);
      bytes += added;
    } else {
      unions.push([one]);
      bytes = added;
    }
  }
  return unions;
}
