import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { EventCounts } from '../../budget/eventCounts';
import type { Measure, Objective, PrometheusSpec } from '../../catalogue/objective';
import { SegmentStore, type Segment } from '../../transport/segments';
import type {
  ContributorsAnswer,
  ContributorsRequest,
  CountsAnswer,
  CountsRequest,
  Evidence,
  EvidenceRequest,
  Notice,
  Source,
} from '../contract';
import { createSource, type ReadersOf } from '../createSource';
import { isPartial } from './apiAnswer';
import type { FirstSamples } from './births';
import { COLUMNS, lastSeenIn, mapColumns, toColumns, type BucketColumns, type Column } from './bucketColumns';
import { bucketQuery, counterSelectors } from './bucketQuery';
import { readCounting, type CountedAt, type Counting } from './counting';
import { bridgeHoles } from './holeBridges';
import type { Growth } from './holes';
import { KeptAnswers } from './keptAnswers';
import { badSamplesTerms, levelsOf, levelTerms } from './levels';
import { observedShare } from './observedShare';
import { LabelApi } from './labelApi';
import { cutRange } from './pieces';
import { QueryApi, type QueryApiOptions } from './queryApi';
import { readContributors } from './readContributors';
import { readEvidence } from './readEvidence';
import { readExactSides } from './readExactSides';

/** Samples arrive late by a scrape, a rule evaluation or a remote write; buckets that ended earlier are final. */
const SETTLE_LAG_MS = 5 * MINUTE_MS;
const KEPT_BUCKETS = 2_000_000;
const KEPT_FOR_MS = DAY_MS;
/** Panels of one dashboard load within seconds of each other. */
const REUSE_UNSETTLED_MS = 10_000;
/** Panels that load together, and the objectives of one panel, ask within so many milliseconds of each other. */
export const UNITE_WITHIN_MS = 25;

/** The clock decides what is kept, not what "now" is in an answer. */
export type PrometheusOptions = QueryApiOptions;

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
export function prometheusSource(options: PrometheusOptions): Source {
  return createSource('Prometheus', new PrometheusReaders(options));
}

class PrometheusReaders implements ReadersOf<'Prometheus'> {
  private readonly api: QueryApi;
  private readonly labels: LabelApi;
  private readonly segments: SegmentStore;
  private readonly bridges: KeptAnswers<Growth>;
  private readonly births: KeptAnswers<FirstSamples>;
  private readonly serverTraits: KeptAnswers<boolean>;
  private readonly scrapeIntervals: KeptAnswers<number>;

  constructor({ clock = Date.now, ...api }: PrometheusOptions) {
    this.api = new QueryApi({ ...api, clock });
    this.labels = new LabelApi({ ...api, clock });
    this.bridges = new KeptAnswers(clock);
    this.births = new KeptAnswers(clock);
    this.serverTraits = new KeptAnswers(clock);
    this.scrapeIntervals = new KeptAnswers(clock);
    this.segments = new SegmentStore({
      maxBuckets: KEPT_BUCKETS,
      maxAgeMs: KEPT_FOR_MS,
      reuseUnsettledMs: REUSE_UNSETTLED_MS,
      clock,
    });
  }

  async counts(range: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    const { objective, fromMs, toMs, stepMs } = range;
    const measure = prometheusMeasure(objective);
    const isCounter = counterSelectors(measure).length > 0;
    const { edges, uncertainty, sampleIntervalMs } = await this.readCounting(measure, range, signal);
    const counters = isCounter ? levelsOf(measure, stepMs) : {};
    // The rise of a level in the first bucket takes the level before it.
    const before = Object.keys(counters).length > 0 ? 1 : 0;
    const query = bucketQuery(measure, stepMs, edges, [...levelTerms(counters), ...badSamplesTerms(counters, stepMs)]);
    const { columns, settledUntilMs, notes } = await this.segments.read(
      query,
      COLUMNS,
      { fromMs: fromMs - before * stepMs, toMs, stepMs },
      (gap, gapSignal) => this.fetchColumns(measure, query, { ...range, ...gap }, gapSignal),
      signal
    );
    const executed = [`# every ${stepMs / 1000} s from ${iso(fromMs + stepMs)} to ${iso(toMs)}\n${query}`];
    const notices: Notice[] = notes.map((text) => ({ severity: 'warning', text }));
    const counted = {
      measure,
      counters,
      uncertainty,
      edges,
      usualSamples: sampleIntervalMs === undefined ? 0 : stepMs / sampleIntervalMs,
      columns,
      fromMs: fromMs - before * stepMs,
      stepMs,
      settledUntilMs,
    };
    const exact = await readExactSides(this.api, this.births, counted, signal);
    const all = { ...columns, ...exact.sides };
    const { samples, series, trust, seen, good, total } = mapColumns((column) => all[column].subarray(before));
    const share = observedShare(samples, series, isCounter && edges.overlapMs === 0 && !edges.sampleBefore ? 2 : 1);
    executed.push(...exact.executed);
    notices.push(...exact.notices);
    // A slice of time is judged by what was observed in it; when within a hole its growth happened is not known.
    if (isCounter && objective.budgeting.method === 'Occurrences') {
      const holed = { measure, edges, good, total, share, fromMs, stepMs, settledUntilMs };
      const bridged = await bridgeHoles(this.api, this.bridges, holed, signal);
      executed.push(...bridged.executed);
      notices.push(...bridged.notices);
    }
    const counts: EventCounts = {
      ...{ stepMs, startMs: fromMs, good, total },
      coverage: product(share, trust),
      settledUntilMs,
    };
    const { uncounted } = exact;
    return { counts, lastSeen: lastSeenIn(seen, measure, range), sampleIntervalMs, uncounted, notices, executed };
  }

  async contributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    const measure = prometheusMeasure(request.objective);
    const at = { nowMs: request.nowMs, stepMs: request.bucketMs ?? HOUR_MS };
    const counting = await this.readCounting(measure, at, signal);
    return readContributors(this.api, measure, counting, request, signal);
  }

  async evidence(request: EvidenceRequest, signal: AbortSignal): Promise<Evidence> {
    return readEvidence(this.labels, prometheusMeasure(request.objective), request, signal);
  }

  private readCounting(measure: Measure<PrometheusSpec>, at: CountedAt, signal: AbortSignal): Promise<Counting> {
    return readCounting(
      this.api,
      { serverTraits: this.serverTraits, intervals: this.scrapeIntervals },
      measure,
      at,
      signal
    );
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
        ...answer.remarks.map((text) => `Prometheus reports: ${text}`),
        ...answer.partial.map((text) => `Prometheus answered with incomplete data, coverage is lowered: ${text}`),
      ]),
    };
  }
}

function prometheusMeasure({ indicator }: Objective): Measure<PrometheusSpec> {
  if (indicator.source !== 'Prometheus') {
    throw new TypeError(`The Prometheus source was asked for an objective of ${indicator.source}`);
  }
  return indicator.measure;
}

function concatenate(pieces: BucketColumns[]): BucketColumns {
  const length = pieces.reduce((sum, { total }) => sum + total.length, 0);
  return mapColumns((column) => {
    const joined = new Float64Array(length);
    let offset = 0;
    for (const piece of pieces) {
      joined.set(piece[column], offset);
      offset += piece[column].length;
    }
    return joined;
  });
}

function product(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    result[i] = a[i] * b[i];
  }
  return result;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
