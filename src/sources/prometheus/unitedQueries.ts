import { MINUTE_MS } from '../../budget/durations';
import type { HttpAnswer } from '../../transport/port';
import { SharedRequests } from '../../transport/sharedRequests';
import { TransportError } from '../../transport/transportError';
import { UpstreamFailure } from '../upstreamFailure';
import { readApiAnswer, type ApiAnswer } from './apiAnswer';
import { KeptAnswers } from './keptAnswers';
import { answersOf, dividedAmongUnions, unionKey, unionOf, type Asked } from './queryUnion';

const MOST_QUERIES = 10;
/** VictoriaMetrics refuses queries of more than 16 kB, as it reads them. */
const IN_BODY = { mostBytes: 12_000, bytesOf: (query: string) => new TextEncoder().encode(query).length };
/** Some proxies refuse longer URLs. */
const IN_URL = { mostBytes: 2_000, bytesOf: (query: string) => new URLSearchParams({ query }).toString().length };
/** A union that takes longer is asked again in halves. */
const UNION_TIMEOUT_MS = 15_000;
/** How long it is remembered what could not be asked together. */
const CAUTIOUS_MS = 30 * MINUTE_MS;

interface UnitedQueriesOptions {
  /** Rejects with a TransportError or the signal's reason. The port's own timeout if `timeoutMs` is absent. */
  send(asked: Asked, signal: AbortSignal, timeoutMs?: number): Promise<HttpAnswer>;
  /** How long queries wait for others at most; 0: each is sent by itself. */
  withinMs: number;
  /** Queries travel in the URL. */
  inUrl: boolean;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** A query that has no answer yet. */
interface Waiting extends Asked {
  /** Aborts once all callers have left. */
  signal: AbortSignal;
  resolve(answer: ApiAnswer): void;
  reject(error: unknown): void;
}

type Outcome = { answer: ApiAnswer } | { error: unknown; cause: Cause };

/** Where a failure comes from: perhaps one of the queries, the way to the server, or what all queries have in common. */
type Cause = 'query' | 'way' | 'all';

/**
 * Makes one query of those that are asked for the same bucket width, or for instants, at about the same time. Each gets the
 * answer or the failure that it would have got by itself: a union that fails is asked again in halves, so that a bad query
 * costs only itself.
 *
 * While nothing like it is under way, a query is sent by itself and at once: a lone one never waits, and the first row of a
 * table comes no later than without unions. Those that come meanwhile wait for more until it is answered, at most `withinMs`.
 */
export class UnitedQueries {
  private readonly shared = new SharedRequests();
  /** By `unionKey`, as are all that follow. */
  private readonly waiting = new Map<string, { queries: Waiting[]; timer: ReturnType<typeof setTimeout> }>();
  private readonly requestsUnderWay = new Map<string, number>();
  /** How many queries the server answers together. */
  private readonly mostTogether: KeptAnswers<number>;
  /** Queries that spoil a union, by their text. */
  private readonly spoiling: KeptAnswers<true>;

  constructor(private readonly options: UnitedQueriesOptions) {
    this.spoiling = new KeptAnswers(options.clock, CAUTIOUS_MS);
    this.mostTogether = new KeptAnswers(options.clock, CAUTIOUS_MS);
  }

  /**
   * The same query for the same instants is asked once. Rejects with an UpstreamFailure, a TransportError or the signal's
   * reason; the request is aborted once the callers of all its queries have left.
   *
   * @param alone for a query that the server may well refuse.
   */
  ask(asked: Asked, signal: AbortSignal, alone = false): Promise<ApiAnswer> {
    const { endpoint, query, endMs, stepMs, points } = asked;
    return this.shared.run(`${endpoint} ${endMs} ${stepMs} ${points} ${query}`, signal, (together) => {
      return new Promise((resolve, reject) => {
        const one = { ...asked, signal: together, resolve, reject };
        if (alone || this.options.withinMs === 0 || this.spoiling.recall(query)) {
          void this.askOne(one);
        } else {
          this.gather(one);
        }
      });
    });
  }

  private gather(one: Waiting): void {
    const key = unionKey(one);
    const waiting = this.waiting.get(key);
    if (waiting !== undefined) {
      waiting.queries.push(one);
    } else if (this.requestsUnderWay.has(key)) {
      const timer = setTimeout(() => this.askWaiting(key), this.options.withinMs);
      this.waiting.set(key, { queries: [one], timer });
    } else {
      void this.askTogether(key, [one]);
    }
  }

  private askWaiting(key: string): void {
    const waiting = this.waiting.get(key);
    if (waiting === undefined) {
      return;
    }
    clearTimeout(waiting.timer);
    this.waiting.delete(key);
    const present = waiting.queries.filter(({ signal }) => !signal.aborted);
    const mostTogether = this.mostTogether.recall(key) ?? MOST_QUERIES;
    const requests = Math.ceil(present.length / mostTogether);
    const most = Math.ceil(present.length / requests);
    for (const part of dividedAmongUnions(present, { most, ...(this.options.inUrl ? IN_URL : IN_BODY) })) {
      void this.askTogether(key, part);
    }
  }

  /** Settles every query. Resolves with the cause of a failure of any, undefined if there was none. */
  private async askTogether(key: string, part: readonly Waiting[]): Promise<Cause | undefined> {
    const present = part.filter(({ signal }) => !signal.aborted);
    if (present.length <= 1) {
      return present.length === 0 ? undefined : this.askOne(present[0]);
    }
    const signal = signalOfAll(present.map((one) => one.signal));
    const outcome = await this.outcomeOf(unionOf(present), signal, UNION_TIMEOUT_MS);
    if ('answer' in outcome) {
      const answers = answersOf(present, outcome.answer);
      answers?.forEach((answer, i) => present[i].resolve(answer));
      return answers === undefined ? this.askInHalves(key, present) : undefined;
    }
    const { error, cause } = outcome;
    if (cause === 'query') {
      return this.askInHalves(key, present);
    }
    // One query by itself shows whether the way was closed to all of them, or to so long a union.
    const [first, ...others] = present;
    if (cause === 'way' && !isCommon(await this.askOne(first))) {
      return this.askInHalves(key, others, present.length);
    }
    present.forEach(({ reject }) => reject(error));
    return cause;
  }

  /** @param failed how many queries could not be asked together. */
  private async askInHalves(key: string, part: readonly Waiting[], failed = part.length): Promise<Cause | undefined> {
    const half = Math.ceil(part.length / 2);
    const [one, other] = await Promise.all(
      [part.slice(0, half), part.slice(half)].map((queries) => this.askTogether(key, queries))
    );
    if (one === undefined && other === undefined) {
      const most = Math.ceil(failed / 2);
      this.mostTogether.keep(key, Math.min(most, this.mostTogether.recall(key) ?? most));
    }
    return one ?? other;
  }

  private async askOne({ signal, resolve, reject, ...asked }: Waiting): Promise<Cause | undefined> {
    const outcome = await this.outcomeOf(asked, signal);
    if ('answer' in outcome) {
      resolve(outcome.answer);
    } else {
      reject(outcome.error);
    }
    const cause = 'answer' in outcome ? (outcome.answer.remarks.length > 0 ? 'query' : undefined) : outcome.cause;
    if (cause === 'query') {
      this.spoiling.keep(asked.query, true);
    }
    return cause;
  }

  private async outcomeOf(asked: Asked, signal: AbortSignal, timeoutMs?: number): Promise<Outcome> {
    let answer: HttpAnswer | undefined;
    const key = unionKey(asked);
    this.requestsUnderWay.set(key, (this.requestsUnderWay.get(key) ?? 0) + 1);
    try {
      answer = await this.options.send(asked, signal, timeoutMs);
      return { answer: readApiAnswer(answer) };
    } catch (error) {
      return { error, cause: causeOf(error, answer?.status) };
    } finally {
      const others = (this.requestsUnderWay.get(key) ?? 1) - 1;
      if (others === 0) {
        this.requestsUnderWay.delete(key);
        this.askWaiting(key);
      } else {
        this.requestsUnderWay.set(key, others);
      }
    }
  }
}

function causeOf(error: unknown, status: number | undefined): Cause {
  if (error instanceof TransportError) {
    return error.kind === 'unreachable' ? 'way' : 'query';
  }
  if (!(error instanceof UpstreamFailure)) {
    return 'all';
  }
  switch (error.kind) {
    case 'unauthorized':
      return 'all';
    case 'unavailable':
      return status === 429 || status === 503 ? 'all' : status === 502 ? 'way' : 'query';
    case 'notTheUpstream':
      return 'way';
    default:
      return 'query';
  }
}

function isCommon(cause: Cause | undefined): boolean {
  return cause === 'way' || cause === 'all';
}

/** Aborts when all of the signals have. */
function signalOfAll(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  let present = signals.length;
  const leave = ({ reason }: AbortSignal) => {
    present--;
    if (present === 0) {
      controller.abort(reason);
    }
  };
  signals.forEach((signal) => signal.addEventListener('abort', () => leave(signal), { once: true }));
  return controller.signal;
}
