import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/budget/durations';
import { poisson, randomFrom } from '../prometheus/random';

/** One terminal query of the seeded history. */
export interface SeededQuery {
  /** `yyyyMMdd_HHmmss_index_coordinator`: the UTC second of its creation. */
  queryId: string;
  /** A whole second, because the query id has that resolution. */
  createdMs: number;
  /** Creation plus elapsed time, to the millisecond: the event's time. */
  endMs: number;
  state: 'FINISHED' | 'FAILED';
  /** Null on FAILED too, where Trino did not know. */
  errorType: string | null;
  errorCode: string | null;
  message: string | null;
  user: string;
  source: string | null;
  /** Joined by dots, as the listeners write it; null where a query failed before it had one. */
  resourceGroup: string | null;
  /** Why the query is in the history. */
  case: string;
}

export interface Outage {
  fromMs: number;
  toMs: number;
}

export interface SeededHistory {
  /** Nothing ended before. */
  fromMs: number;
  /** Nothing ended at or after this instant. */
  endMs: number;
  /** In order of their ends. */
  queries: SeededQuery[];
  /** While the availability probe was down. In the second one the coordinator went on recording queries. */
  outages: [silent: Outage, recorded: Outage];
}

type Failure = [type: string | null, code: string | null, message: string | null];
type Draft = Omit<SeededQuery, 'queryId' | 'createdMs' | 'state' | 'errorType' | 'errorCode' | 'message'> & {
  elapsedMs: number;
  failure?: Failure;
};

const DAYS = 65;

const USERS = ['analyst', 'dashboards', 'zoë', "o'brien", 'public'];
const SOURCES = ['trino-python-client', 'api', 'error-budget-report', null];
const RESOURCE_GROUPS = ['global.public', 'global.internal', 'global'];

const SYNTAX_ERROR: Failure = ['USER_ERROR', 'SYNTAX_ERROR', "line 1:8: mismatched input 'form'"];

/** What a query may become, and in how many of a thousand it does; the others finish. */
const ROUTINE_FAILURES: Array<[perMille: number, name: string, failure: Failure]> = [
  [40, 'user error: syntax', SYNTAX_ERROR],
  [30, 'user error: table', ['USER_ERROR', 'TABLE_NOT_FOUND', "line 1:15: Table 'a.b.c' does not exist"]],
  [20, 'user error: division', ['USER_ERROR', 'DIVISION_BY_ZERO', 'Division by zero']],
  [15, 'cancelled', ['USER_ERROR', 'USER_CANCELED', 'Query was canceled']],
  [6, 'abandoned', ['USER_ERROR', 'ABANDONED_QUERY', 'Query has not been accessed since a while']],
  [4, 'killed', ['USER_ERROR', 'ADMINISTRATIVELY_KILLED', 'Query killed. Message: too expensive']],
  [12, 'internal', ['INTERNAL_ERROR', 'GENERIC_INTERNAL_ERROR', 'null']],
  [5, 'no nodes', ['INTERNAL_ERROR', 'NO_NODES_AVAILABLE', 'No nodes available to run query']],
  [14, 'time limit', ['INSUFFICIENT_RESOURCES', 'EXCEEDED_TIME_LIMIT', 'Query exceeded maximum time limit of 10.00m']],
  [8, 'memory limit', ['INSUFFICIENT_RESOURCES', 'EXCEEDED_LOCAL_MEMORY_LIMIT', 'Query exceeded per-node memory']],
  [6, 'external', ['EXTERNAL', 'JDBC_ERROR', 'Connection refused']],
  [2, 'type of another release', ['UNHEARD_OF', 'SOMETHING_NEW', 'Not known to this release']],
  [2, 'type unknown', [null, 'HIVE_METASTORE_ERROR', 'Metastore unreachable']],
  [1, 'type and code unknown', [null, null, null]],
];

/**
 * 65 days of queries that end at `endMs`, the same for the same instant: traffic of working days, quiet nights, the cases
 * that a reader may get wrong, two outages and a burst.
 */
export function seededHistory(endMs: number): SeededHistory {
  const fromMs = endMs - DAYS * DAY_MS;
  const silent = { fromMs: endMs - 18 * DAY_MS - 430 * MINUTE_MS, toMs: endMs - 18 * DAY_MS - 260 * MINUTE_MS };
  const recorded = { fromMs: endMs - 2 * DAY_MS + 275 * MINUTE_MS, toMs: endMs - 2 * DAY_MS + 320 * MINUTE_MS };
  const drafts = [
    ...routine(fromMs, endMs),
    ...burst(endMs - 13 * DAY_MS - 30 * MINUTE_MS),
    ...failuresWhileDown(recorded),
    ...longRunning(fromMs, endMs),
    ...ownQueries(endMs),
    ...onTheEdges(fromMs, endMs),
  ].filter((draft) => draft.endMs < silent.fromMs || draft.endMs >= silent.toMs);
  return { fromMs, endMs, queries: withIds(drafts, silent.toMs), outages: [silent, recorded] };
}

function* routine(fromMs: number, endMs: number): Generator<Draft> {
  const random = randomFrom('queries of working days');
  for (let minuteMs = fromMs; minuteMs < endMs; minuteMs += MINUTE_MS) {
    for (let left = poisson(random, perHour(minuteMs) / 60); left > 0; left--) {
      const [name, failure] = fate(random() * 1000);
      yield {
        case: name,
        ...(failure && { failure }),
        endMs: minuteMs + Math.floor(random() * MINUTE_MS),
        elapsedMs: Math.floor(40 + 8 * MINUTE_MS * random() ** 6),
        user: pick(USERS, random()),
        source: pick(SOURCES, random()),
        resourceGroup: failure === SYNTAX_ERROR ? null : pick(RESOURCE_GROUPS, random()),
      };
    }
  }
}

/** No one works on Sunday mornings, and few at night. */
function perHour(atMs: number): number {
  const at = new Date(atMs);
  const hour = at.getUTCHours();
  const weekend = at.getUTCDay() % 6 === 0;
  if (at.getUTCDay() === 0 && hour < 6) {
    return 0;
  }
  const daily = hour >= 8 && hour < 18 ? 60 : 12;
  return weekend ? daily / 3 : daily;
}

function fate(perMille: number): [name: string, failure?: Failure] {
  let below = 0;
  for (const [share, name, failure] of ROUTINE_FAILURES) {
    below += share;
    if (perMille < below) {
      return [name, failure];
    }
  }
  return ['finished'];
}

/** One user's script: 3,000 queries in twenty minutes, half of which the cluster cannot bear. */
function* burst(fromMs: number): Generator<Draft> {
  const failure: Failure = ['INSUFFICIENT_RESOURCES', 'CLUSTER_OUT_OF_MEMORY', 'The cluster is out of memory'];
  for (let i = 0; i < 3000; i++) {
    yield {
      case: 'burst',
      ...(i % 2 === 0 && { failure }),
      endMs: fromMs + i * 400,
      elapsedMs: 3_000,
      user: 'script',
      source: 'trino-python-client',
      resourceGroup: 'global.public',
    };
  }
}

/** What the coordinator records while it cannot be reached from outside. */
function* failuresWhileDown({ fromMs, toMs }: Outage): Generator<Draft> {
  for (let endMs = fromMs; endMs < toMs; endMs += MINUTE_MS) {
    const failure: Failure = ['INTERNAL_ERROR', 'REMOTE_TASK_ERROR', 'Expected response code to be 200, but was 503'];
    yield { case: 'while down', failure, endMs, elapsedMs: 60_000, ...byTheApi('public') };
  }
}

/** Began in one hour and failed hours later; also across the beginning of the history, of a 30-day window and of the 5-minute tier. */
function* longRunning(fromMs: number, endMs: number): Generator<Draft> {
  const failure: Failure = ['INTERNAL_ERROR', 'WORKER_RESTARTED', 'The worker restarted while the query ran'];
  const edges = [fromMs, endMs - 30 * DAY_MS, endMs - 4 * DAY_MS];
  for (const hours of [3, 20]) {
    for (const edgeMs of edges) {
      const [finished, failed] = [edgeMs + 20 * MINUTE_MS, edgeMs + HOUR_MS / 2];
      yield { case: 'long', endMs: finished, elapsedMs: hours * HOUR_MS, ...byTheApi('analyst') };
      yield { case: 'long', failure, endMs: failed, elapsedMs: hours * HOUR_MS, ...byTheApi('analyst') };
    }
    yield { case: 'long', failure, endMs: endMs - 7 * MINUTE_MS, elapsedMs: hours * HOUR_MS, ...byTheApi('analyst') };
  }
}

/** Every hour of the last five weeks, and every fifth of them fails: nothing of it may be counted. */
function* ownQueries(untilMs: number): Generator<Draft> {
  const failure: Failure = ['INSUFFICIENT_RESOURCES', 'QUERY_QUEUE_FULL', 'Too many queued queries for "global.slo"'];
  for (let hour = 1; hour <= 35 * 24; hour++) {
    yield {
      case: 'own',
      ...(hour % 5 === 0 && { failure }),
      endMs: untilMs - hour * HOUR_MS + 90_000,
      elapsedMs: 250,
      user: 'grafana',
      source: 'error-budget',
      resourceGroup: 'global.slo',
    };
  }
}

/** The first instant of a bucket belongs to it, the last one before it to its predecessor; both tiers, and the window. */
function* onTheEdges(fromMs: number, endMs: number): Generator<Draft> {
  const failure: Failure = ['EXTERNAL', 'UNSUPPORTED_TABLE_TYPE', 'Unsupported table type'];
  const hourMs = Math.floor(endMs / HOUR_MS) * HOUR_MS;
  for (const edgeMs of [hourMs, hourMs - 5 * MINUTE_MS, hourMs - 10 * DAY_MS, endMs - 30 * DAY_MS]) {
    yield { case: 'edge', failure, endMs: edgeMs, elapsedMs: 1_000, ...byTheApi('public') };
    yield { case: 'edge', failure, endMs: edgeMs - 1, elapsedMs: 999, ...byTheApi('public') };
  }
  yield { case: 'edge', failure, endMs: fromMs, elapsedMs: 5_000, ...byTheApi('public') };
  yield { case: 'edge', failure, endMs: endMs - 1, elapsedMs: 5_000, ...byTheApi('public') };
}

function byTheApi(user: string) {
  return { user, source: 'api', resourceGroup: 'global.public' };
}

/** As Trino does: a number that restarts with the day, and a coordinator's name that changes with its restart. */
function withIds(drafts: Draft[], restartMs: number): SeededQuery[] {
  const created = (draft: Draft) => Math.floor((draft.endMs - draft.elapsedMs) / 1000) * 1000;
  const issued = new Map<string, number>();
  return drafts
    .sort((one, other) => created(one) - created(other))
    .map(({ elapsedMs, failure, ...draft }): SeededQuery => {
      const createdMs = created({ ...draft, elapsedMs });
      const [day, time] = new Date(createdMs).toISOString().split('T');
      const index = issued.get(day) ?? 0;
      issued.set(day, index + 1);
      const [errorType, errorCode, message] = failure ?? [null, null, null];
      const state = failure ? 'FAILED' : 'FINISHED';
      const queryId = [
        day.replaceAll('-', ''),
        time.slice(0, 8).replaceAll(':', ''),
        String(index).padStart(5, '0'),
        createdMs < restartMs ? 'w3rp8' : 'k7uzd',
      ].join('_');
      return { ...draft, queryId, createdMs, state, errorType, errorCode, message };
    })
    .sort((one, other) => one.endMs - other.endMs);
}

function pick<T>(values: readonly T[], random: number): T {
  return values[Math.floor(random * values.length)];
}
