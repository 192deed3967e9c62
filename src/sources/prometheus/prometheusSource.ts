import { DAY_MS, floorTo, MINUTE_MS } from '../../budget/durations';
import type { EventCounts } from '../../budget/eventCounts';
import type { Measure, Objective, PrometheusSpec } from '../../catalogue/objective';
import { SegmentStore, type Segment } from '../../transport/segments';
import { TransportError } from '../../transport/transportError';
import type { ContributorsAnswer, ContributorsRequest, CountsAnswer, CountsRequest, Notice, Source } from '../contract';
import { SourceError } from '../sourceError';
import { PrometheusFailure, type ApiAnswer } from './apiAnswer';
import { COLUMNS, lastSeenIn, toColumns, toGrowth, type BucketColumns, type Column } from './bucketColumns';
import { bucketQuery, counterSelectors, termsQuery } from './bucketQuery';
import { bridge, findHoles, type Growth, type Hole } from './holes';
import { KeptAnswers } from './keptAnswers';
import { observedShare } from './observedShare';
import { cutRange, MAX_RANGE_MS } from './pieces';
import { QueryApi, type QueryApiOptions } from './queryApi';
import { readContributors } from './readContributors';
import { scrapeCountQuery, scrapeIntervalOf } from './scrapeInterval';

/** Samples arrive late by a scrape, a rule evaluation or a remote write; buckets that ended earlier are final. */
const SETTLE_LAG_MS = 5 * MINUTE_MS;
const KEPT_BUCKETS = 2_000_000;
const KEPT_FOR_MS = DAY_MS;
/** Panels of one dashboard load within seconds of each other. */
const REUSE_UNSETTLED_MS = 10_000;
/** Bridges of one answer; more holes than this are a broken scrape, which coverage shows. */
const MAX_BRIDGES = 24;

export interface PrometheusOptions extends QueryApiOptions {
  /** Epoch milliseconds; decides what is kept, not what "now" is in an answer. */
  clock?: () => number;
}

interface BucketRange {
  fromMs: number;
  toMs: number;
  stepMs: number;
  nowMs: number;
}

/**
 * Counts from Prometheus or any server with its query API: one range query for good, total and samples, cut into pieces
 * that every such server accepts; scrape holes are bridged by one instant query each. What is settled is kept, by
 * indicator and bucket width, so that all panels and windows share it.
 */
export class PrometheusSource implements Source {
  readonly type = 'Prometheus';
  private readonly api: QueryApi;
  private readonly segments: SegmentStore;
  private readonly bridges: KeptAnswers<Growth>;
  private readonly scrapeIntervals: KeptAnswers<number>;

  constructor({ clock = Date.now, ...api }: PrometheusOptions) {
    this.api = new QueryApi(api);
    this.bridges = new KeptAnswers(clock);
    this.scrapeIntervals = new KeptAnswers(clock);
    this.segments = new SegmentStore({
      maxBuckets: KEPT_BUCKETS,
      maxAgeMs: KEPT_FOR_MS,
      reuseUnsettledMs: REUSE_UNSETTLED_MS,
      clock,
    });
  }

  async readCounts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    const { objective } = request;
    try {
      return await this.readMeasure(prometheusMeasure(objective), request, signal);
    } catch (error) {
      throw asSourceError(error, objective);
    }
  }

  async readContributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    const { objective } = request;
    try {
      const measure = prometheusMeasure(objective);
      const overlapMs = await this.readScrapeInterval(measure, request.nowMs, signal);
      return await readContributors(this.api, measure, overlapMs, request, signal);
    } catch (error) {
      throw asSourceError(error, objective);
    }
  }

  private async readMeasure(
    measure: Measure<PrometheusSpec>,
    range: BucketRange,
    signal: AbortSignal
  ): Promise<CountsAnswer> {
    const { fromMs, toMs, stepMs } = range;
    const isCounter = counterSelectors(measure).length > 0;
    const overlapMs = await this.readScrapeInterval(measure, range.nowMs, signal);
    const query = bucketQuery(measure, stepMs, overlapMs);
    const { columns, settledUntilMs, notes } = await this.segments.read(
      query,
      COLUMNS,
      { fromMs, toMs, stepMs },
      (gap, gapSignal) => this.fetchColumns(measure, query, { ...range, ...gap }, gapSignal),
      signal
    );
    const share = observedShare(columns.samples, columns.series, isCounter && overlapMs === 0 ? 2 : 1);
    const executed = [`# every ${stepMs / 1000} s from ${iso(fromMs + stepMs)} to ${iso(toMs)}\n${query}`];
    const notices: Notice[] = notes.map((text) => ({ severity: 'warning', text }));
    if (isCounter) {
      const bridged = await this.bridgeHoles({ measure, overlapMs, columns, share, settledUntilMs }, range, signal);
      executed.push(...bridged.executed);
      notices.push(...bridged.notices);
    }
    const counts: EventCounts = {
      stepMs,
      startMs: fromMs,
      good: columns.good,
      total: columns.total,
      coverage: product(share, columns.trust),
      settledUntilMs,
    };
    return { counts, lastSeen: lastSeenIn(columns.seen, range), notices, executed };
  }

  /** The scrape interval of the counters in milliseconds; 0 for gauges, and where nothing was scraped lately. */
  private async readScrapeInterval(
    measure: Measure<PrometheusSpec>,
    nowMs: number,
    signal: AbortSignal
  ): Promise<number> {
    if (counterSelectors(measure).length === 0) {
      return 0;
    }
    const query = scrapeCountQuery(counterSelectors(measure));
    const kept = this.scrapeIntervals.recall(query);
    if (kept !== undefined) {
      return kept;
    }
    const { series } = await this.api.queryAt(query, floorTo(nowMs, MINUTE_MS), signal);
    const interval = scrapeIntervalOf(series);
    if (interval !== undefined) {
      this.scrapeIntervals.keep(query, interval);
    }
    return interval ?? 0;
  }

  private async fetchColumns(
    measure: Measure<PrometheusSpec>,
    query: string,
    { fromMs, toMs, stepMs, nowMs }: BucketRange,
    signal: AbortSignal
  ): Promise<Segment<Column>> {
    const pieces = cutRange(fromMs, toMs, stepMs);
    const answers = await Promise.all(
      pieces.map(async (piece) => {
        const answer = await this.api.queryBuckets(query, piece, stepMs, signal);
        return { answer, columns: toColumns(answer.series, measure, { ...piece, stepMs }, isPartial(answer)) };
      })
    );
    const firstPartial = answers.findIndex(({ answer }) => isPartial(answer));
    return {
      stepMs,
      startMs: fromMs,
      columns: concatenate(answers.map(({ columns }) => columns)),
      settledUntilMs: Math.min(
        floorTo(nowMs - SETTLE_LAG_MS, stepMs),
        firstPartial < 0 ? Infinity : pieces[firstPartial].fromMs
      ),
      notes: answers.flatMap(({ answer }) => [
        ...answer.remarks.map((text) => `Prometheus remarks: ${text}`),
        ...answer.partial.map((text) => `Prometheus answered with incomplete data, coverage is lowered: ${text}`),
      ]),
    };
  }

  /** Adds to `columns` what grew inside the holes. */
  private async bridgeHoles(
    { measure, overlapMs, columns, share, settledUntilMs }: HoledCounts,
    { fromMs, stepMs }: BucketRange,
    signal: AbortSignal
  ): Promise<{ executed: string[]; notices: Notice[] }> {
    const widthMs = ({ first, last }: Hole) => (last - first + 3) * stepMs;
    const longestFirst = findHoles(share)
      .filter((hole) => widthMs(hole) <= MAX_RANGE_MS)
      .sort((a, b) => widthMs(b) - widthMs(a));
    const executed = await Promise.all(
      longestFirst.slice(0, MAX_BRIDGES).map(async (hole) => {
        const endMs = fromMs + (hole.last + 2) * stepMs;
        const query = termsQuery(measure, widthMs(hole), overlapMs);
        const growth = await this.readGrowth(measure, query, endMs, endMs <= settledUntilMs, signal);
        if (growth) {
          bridge(hole, growth, share, columns.good, columns.total);
        }
        return `# over a hole in the samples, at ${iso(endMs)}\n${query}`;
      })
    );
    return { executed, notices: unbridged(longestFirst.slice(MAX_BRIDGES), stepMs) };
  }

  private async readGrowth(
    measure: Measure<PrometheusSpec>,
    query: string,
    atMs: number,
    settled: boolean,
    signal: AbortSignal
  ): Promise<Growth | undefined> {
    const key = `${atMs} ${query}`;
    const kept = this.bridges.recall(key);
    if (kept) {
      return kept;
    }
    const answer = await this.api.queryAt(query, atMs, signal);
    const growth = toGrowth(answer.series, measure);
    if (growth && settled && !isPartial(answer)) {
      this.bridges.keep(key, growth);
    }
    return growth;
  }
}

interface HoledCounts {
  measure: Measure<PrometheusSpec>;
  overlapMs: number;
  columns: BucketColumns;
  /** Observed share of every bucket. */
  share: Float64Array;
  settledUntilMs: number;
}

function prometheusMeasure({ indicator }: Objective): Measure<PrometheusSpec> {
  if (indicator.source !== 'Prometheus') {
    throw new TypeError(`The Prometheus source was asked for an objective of ${indicator.source}`);
  }
  return indicator.measure;
}

function asSourceError(error: unknown, objective: Objective): unknown {
  if (error instanceof PrometheusFailure) {
    const { kind, found, remedy } = error;
    return new SourceError({ kind, objective, upstream: 'Prometheus', found, remedy }, { cause: error });
  }
  if (error instanceof TransportError) {
    return new SourceError(
      {
        kind: error.kind,
        objective,
        upstream: 'Prometheus',
        found: `no answer (${error.message})`,
        remedy: 'Check that Prometheus runs and that the URL of the Prometheus upstream reaches it',
      },
      { cause: error }
    );
  }
  return error;
}

function isPartial(answer: ApiAnswer): boolean {
  return answer.partial.length > 0;
}

function concatenate(pieces: BucketColumns[]): BucketColumns {
  const join = (column: Column): Float64Array => {
    const result = new Float64Array(pieces.reduce((length, piece) => length + piece[column].length, 0));
    let offset = 0;
    for (const piece of pieces) {
      result.set(piece[column], offset);
      offset += piece[column].length;
    }
    return result;
  };
  return {
    good: join('good'),
    total: join('total'),
    samples: join('samples'),
    series: join('series'),
    trust: join('trust'),
    seen: join('seen'),
  };
}

function product(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    result[i] = a[i] * b[i];
  }
  return result;
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

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
