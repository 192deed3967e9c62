import { DAY_MS, floorTo, MINUTE_MS } from '../../budget/durations';
import type { EventCounts } from '../../budget/eventCounts';
import { instantInWords } from '../../budget/inWords';
import type { Objective, TrinoSpec } from '../../catalogue/objective';
import { SegmentStore, type BucketRange, type Segment } from '../../transport/segments';
import type {
  ContributorsAnswer,
  ContributorsRequest,
  CountsAnswer,
  CountsRequest,
  ItemsRequest,
  Notice,
  OutcomesAnswer,
  QueryOutcome,
  Source,
  StateAnswer,
} from '../contract';
import { createSource, type ReadersOf } from '../createSource';
import { KeptFor } from '../../transport/keptFor';
import { SourceError } from '../sourceError';
import { contributorBuckets, isCounted } from './contributorBuckets';
import { countersNotices, overCounters } from './countersMeasure';
import { KnownReach } from './historyReach';
import { withHistoryShape } from './historyShape';
import { HISTORY_COLUMNS, toOutcomeColumns, type HistoryColumn } from './outcomeColumns';
import { OvertaxingStatements } from './overtaxingStatements';
import type { QueryRunner } from './queryRunner';
import { UNBOUNDED } from './client/trinoClient';
import { readState } from './readState';
import { countsQuery, dimensionsOf } from './sql/countsQuery';
import type { SqlSpec } from './sql/eventsQuery';
import { knowsEnds } from './sql/historyRelation';
import { toContributors, toErrorParts, type ErrorPart } from './toContributors';
import { trinoSpec } from './trinoSpec';

/** Dashboards may refresh by the minute; Trino is asked about the same history once in this time. */
const ASKED_EVERY_MS = 5 * MINUTE_MS;
const STATE_ASKED_EVERY_MS = MINUTE_MS;
const KEPT_BUCKETS = 500_000;
const KEPT_FOR_MS = DAY_MS;
/** What writes the history does so when a query has ended, and may be late. */
const WRITTEN_WITHIN_MS = 15 * MINUTE_MS;
/** Trino's memory has a query as soon as it has ended, and may lose it after a quarter of an hour: this is for the clocks. */
const REMEMBERED_WITHIN_MS = 5 * MINUTE_MS;

export interface TrinoOptions {
  runner: QueryRunner;
  /** For objectives whose history is Trino's own metrics. */
  prometheus?: Source;
  /** Where people open Trino's own interface, for links. */
  pageUrl?: string;
  /** Epoch milliseconds; decides what is kept, not what "now" is in an answer. */
  clock?: () => number;
}

type Columns = Segment<HistoryColumn>['columns'];

/**
 * Counts from a history of queries that Trino itself can read, aggregated there by bucket, and with them what the unexpected
 * errors of each bucket divide into. What is settled is kept, by what is counted and bucket width, so that objectives and
 * panels share it; the rest is asked again once in five minutes, however often a dashboard refreshes.
 */
export function trinoSource(options: TrinoOptions): Source {
  return createSource('Trino', new TrinoReaders(options));
}

class TrinoReaders implements ReadersOf<'Trino'> {
  private readonly segments: SegmentStore;
  private readonly reach: KnownReach;
  private readonly states = new KeptFor<StateAnswer>(STATE_ASKED_EVERY_MS);
  private readonly overtaxing = new OvertaxingStatements(ASKED_EVERY_MS);
  private readonly clock: () => number;

  constructor(private readonly options: TrinoOptions) {
    this.clock = options.clock ?? Date.now;
    this.reach = new KnownReach(options.runner);
    this.segments = new SegmentStore({
      maxBuckets: KEPT_BUCKETS,
      maxAgeMs: KEPT_FOR_MS,
      reuseUnsettledMs: ASKED_EVERY_MS,
      // In whole steps, so that a new bucket and a tail that has aged are asked for together.
      clock: () => floorTo(this.clock(), ASKED_EVERY_MS),
    });
  }

  async counts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    const spec = trinoSpec(request.objective);
    if (spec.history.kind === 'counters') {
      const { selector } = spec.history;
      const { userErrors } = spec;
      const objective = overCounters(request.objective, { userErrors, selector });
      const answer = await this.prometheusFor(request.objective).read('counts', { ...request, objective }, signal);
      return { ...answer, notices: [...countersNotices(spec), ...answer.notices] };
    }
    const { counts, outcomes, notices, executed } = await this.outcomes(request, signal);
    return { counts: { ...counts, ...goodAndTotal(outcomes, spec) }, notices, executed };
  }

  async outcomes(request: CountsRequest, signal: AbortSignal): Promise<OutcomesAnswer> {
    const { objective, fromMs, stepMs } = request;
    const spec = sqlSpec(objective);
    const { columns, settledUntilMs } = await this.readBuckets(spec, request, request.nowMs, signal);
    const { observed, ...outcomes } = columns;
    const counts: EventCounts = {
      stepMs,
      startMs: fromMs,
      good: columns.finished,
      total: sums(columns.finished, columns.userErrors, columns.unexpected, columns.ignored),
      coverage: observed,
      settledUntilMs,
    };
    const notices = [...(await this.historyNotices(spec, signal)), ...this.unboundedNotice()];
    return { counts, outcomes, notices, executed: [executedText(spec, request)] };
  }

  async contributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    const { objective, nowMs, without } = request;
    if (trinoSpec(objective).history.kind === 'counters') {
      const text = 'Trino’s own metrics have no breakdown of its queries; an event-listener table has';
      return { contributors: [], notices: [{ severity: 'info', text }], executed: [] };
    }
    const spec = sqlSpec(objective);
    const ranges = contributorBuckets(request);
    const read = await Promise.all(ranges.map((range) => this.readBuckets(spec, range, nowMs, signal)));
    const parts = read.flatMap((segment) =>
      (segment.details ?? []).filter(({ atMs }) => isCounted(atMs, segment, without))
    );
    const unexpected = read.map((segment) =>
      segment.columns.unexpected.filter((_, i) => isCounted(segment.startMs + i * segment.stepMs, segment, without))
    );
    const sum = unexpected.reduce((total, values) => total + values.reduce((a, b) => a + b, 0), 0);
    return {
      contributors: toContributors(parts, sum, dimensionsOf(spec), this.options.pageUrl),
      notices: [],
      executed: ranges.map((range) => executedText(spec, range)),
    };
  }

  async state({ objective }: ItemsRequest, signal: AbortSignal): Promise<StateAnswer> {
    const { runner, pageUrl } = this.options;
    // In whole steps, so that a dashboard that refreshes as often, a moment early at times, does not skip every other one.
    const nowMs = floorTo(this.clock(), STATE_ASKED_EVERY_MS);
    return await this.states.read('', nowMs, signal, (together) => readState(runner, pageUrl, together));
  }

  private readBuckets(
    spec: SqlSpec,
    { fromMs, toMs, stepMs }: BucketRange,
    nowMs: number,
    signal: AbortSignal
  ): Promise<Segment<HistoryColumn, ErrorPart>> {
    return this.segments.read(
      `${stepMs} ${countsQuery(spec, { fromMs: 0, toMs: 0, stepMs })}`,
      HISTORY_COLUMNS,
      { fromMs, toMs, stepMs },
      (gap, gapSignal) => this.fetchBuckets(spec, { ...gap, stepMs }, nowMs, gapSignal),
      signal
    );
  }

  private async fetchBuckets(
    spec: SqlSpec,
    range: BucketRange,
    nowMs: number,
    signal: AbortSignal
  ): Promise<Segment<HistoryColumn, ErrorPart>> {
    const asking = this.ask(spec, countsQuery(spec, range), signal);
    const [result, reachMs] =
      spec.history.kind === 'runtime'
        ? // The memory forgets by the minute: read before its counts, its reach would vouch for what is gone.
          [await asking, await this.reach.readAnew(spec, signal)]
        : await Promise.all([asking, this.readReach(spec, signal)]);
    return {
      stepMs: range.stepMs,
      startMs: range.fromMs,
      columns: toOutcomeColumns(result, range, reachMs),
      settledUntilMs: floorTo(nowMs - unsettledMs(spec), range.stepMs),
      notes: [],
      details: toErrorParts(result, range.stepMs),
    };
  }

  /** One statement; a failure that the table's shape explains says so. */
  private async ask(spec: SqlSpec, sql: string, signal: AbortSignal) {
    const { runner } = this.options;
    this.overtaxing.throwIfKnown(sql, this.clock());
    try {
      return await runner.query(sql, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.overtaxing.note(sql, error, this.clock());
      throw await withHistoryShape(error, spec.history, runner, signal);
    }
  }

  private async readReach(spec: SqlSpec, signal: AbortSignal): Promise<number | null> {
    try {
      return await this.reach.read(spec, this.clock(), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw await withHistoryShape(error, spec.history, this.options.runner, signal);
    }
  }

  private async historyNotices(spec: SqlSpec, signal: AbortSignal): Promise<Notice[]> {
    const { history } = spec;
    const reachMs = await this.readReach(spec, signal);
    if (history.kind === 'runtime') {
      const back = reachMs === null ? 'holds no query at all' : `reaches back to ${instantInWords(reachMs)}`;
      const remedy =
        'For figures over days let an event listener write a table, and name it as history in the catalogue';
      return [{ severity: 'warning', text: `The coordinator’s memory is the only history, and ${back}. ${remedy}.` }];
    }
    return [
      ...(reachMs === null
        ? [
            {
              severity: 'warning' as const,
              text: `The history ${history.table} is empty: check the event listener that writes it`,
            },
          ]
        : []),
      ...(history.kind === 'table' && history.columns.queryId === undefined
        ? [
            {
              severity: 'info' as const,
              text: `Every row of ${history.table} counts as a query, also one that repeats another: name its column of ids as queryId in the catalogue`,
            },
          ]
        : []),
    ];
  }

  /** One text for every objective, which frames show once. */
  private unboundedNotice(): Notice[] {
    return this.options.runner.limitsRuns === false
      ? [{ severity: 'info', text: `${UNBOUNDED.found}. ${UNBOUNDED.remedy}.` }]
      : [];
  }

  private prometheusFor(objective: Objective): Source {
    const { prometheus } = this.options;
    if (prometheus === undefined) {
      throw new SourceError({
        kind: 'unavailable',
        objective,
        upstream: 'Trino',
        found: 'its history is Trino’s metrics in Prometheus, but no Prometheus is configured',
        remedy:
          'Set its URL (in the data source settings, or with --prometheus), or name another history in the catalogue',
      });
    }
    return prometheus;
  }
}

/** The query and its step, for the query inspector. */
function executedText(spec: SqlSpec, { fromMs, toMs, stepMs }: BucketRange): string {
  return `-- every ${stepMs / 1000} s\n${countsQuery(spec, { fromMs, toMs, stepMs })}`;
}

/** @throws SourceError where the history is no table. */
function sqlSpec(objective: Objective): SqlSpec {
  const { history, ...rest } = trinoSpec(objective);
  if (history.kind === 'counters') {
    throw new SourceError({
      kind: 'badIndicator',
      objective,
      upstream: 'Trino',
      found: 'its history is Trino’s metrics in Prometheus, which do not distinguish outcomes',
      remedy: 'Name a table that an event listener writes as history in the catalogue',
    });
  }
  return { ...rest, history };
}

/** User errors leave numerator and denominator, or count as good; ignored queries leave both. */
function goodAndTotal(
  { finished, userErrors, unexpected }: Pick<Columns, QueryOutcome>,
  spec: Pick<TrinoSpec, 'userErrors'>
): Pick<EventCounts, 'good' | 'total'> {
  const good = spec.userErrors === 'good' ? sums(finished, userErrors) : finished;
  return { good, total: sums(good, unexpected) };
}

/** How long after its end a bucket may still change. */
function unsettledMs({ history, longestRunMs }: SqlSpec): number {
  if (history.kind === 'runtime') {
    return REMEMBERED_WITHIN_MS;
  }
  return knowsEnds(history) ? WRITTEN_WITHIN_MS : Math.max(longestRunMs, WRITTEN_WITHIN_MS);
}

function sums(...columns: Float64Array[]): Float64Array {
  return columns[0].map((_, bucket) => columns.reduce((sum, column) => sum + column[bucket], 0));
}
