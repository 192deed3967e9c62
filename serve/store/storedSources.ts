import { HOUR_MS } from '../../src/budget/durations';
import { instantInWords } from '../../src/budget/inWords';
import type { SourceType } from '../../src/catalogue/objective';
import type { Sources } from '../../src/evaluation/evaluateObjective';
import type {
  AnswerOf,
  ContributorsAnswer,
  ContributorsRequest,
  CountsRequest,
  Notice,
  ReadingKind,
  RequestOf,
  Source,
} from '../../src/sources/contract';
import { definitionOf } from './definitionOf';
import { fillFromMemory } from './fillFromMemory';
import {
  joined,
  latestSeen,
  readBuckets,
  seenWithin,
  toCounts,
  toOutcomes,
  withoutGaps,
  type BucketsAnswer,
} from './keptBuckets';
import { nameOf, type Memory } from './memory';
import { nextState, settledPart } from './nextState';
import { ReadLater } from './readLater';
import { cut, type KeptKind, type SeriesKey, type SeriesState, type Stretch } from './store';

/**
 * Buckets that are asked for before the new ones after a start: a source judges buckets beside their neighbours, as Prometheus' does
 * holes, and first samples by the 24 hours before.
 */
const NEIGHBOURS = 48;

/** Sources that are asked for new buckets only after a start. Dagster's has records of its own, the demo's asks no one. */
const READS_NEW_FIRST: Record<SourceType, boolean> = { Prometheus: true, Trino: true, Dagster: false, Demo: false };

export interface StoredSourcesOptions {
  memory: Memory;
  /** Ends reads in the background. */
  signal: AbortSignal;
  /** For how long no read must be under way before what was kept is read again. */
  idleMs?: number;
}

type Readers = { [Kind in ReadingKind]?: (request: RequestOf<Kind>, signal: AbortSignal) => Promise<AnswerOf<Kind>> };

/**
 * Sources with a memory. Within its reach an upstream is the truth: its answer is passed on and replaces what is kept. Before that,
 * the kept buckets fill in, and a notice says so.
 *
 * After a start, only what is new is asked for. Once no read is under way, everything is read again in the background, which lets
 * restatements in. From then on every read covers its whole range, and the source's own caches decide what is asked again and when.
 */
export function storedSources(sources: Sources, { memory, signal, idleMs }: StoredSourcesOptions): Sources {
  const later = new ReadLater(signal, idleMs);
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, storedSource(source, memory, later)])
  );
}

function storedSource(source: Source, memory: Memory, later: ReadLater): Source {
  const kept = new KeptReads(source, memory, later);
  const readers: Readers = {
    counts: async (request, signal) => toCounts(await kept.read('counts', request, signal)),
    outcomes: async (request, signal) => toOutcomes(await kept.read('outcomes', request, signal)),
    contributors: (request, signal) => kept.contributors(request, signal),
  };
  return {
    type: source.type,
    kinds: source.kinds,
    read<Kind extends ReadingKind>(kind: Kind, request: RequestOf<Kind>, signal: AbortSignal) {
      const read: Readers[Kind] = readers[kind];
      return read ? read(request, signal) : source.read(kind, request, signal);
    },
  };
}

class KeptReads {
  /** Series whose whole range this process has read. */
  private readonly whole = new Set<string>();

  constructor(
    private readonly source: Source,
    private readonly memory: Memory,
    private readonly later: ReadLater
  ) {}

  read(kind: KeptKind, request: CountsRequest, signal: AbortSignal): Promise<BucketsAnswer> {
    return this.later.during(async () => {
      const key = this.keyOf(kind, request);
      const state = await this.memory.find(key);
      const kept = state && (await this.keptBeforeNew(key, state, request));
      if (!kept) {
        return this.readWhole(key, request, signal);
      }
      const answer = await this.readNew(key, state, kept, request, signal);
      this.later.add(nameOf(key), async (inBackground) => {
        await this.readWhole(key, request, inBackground);
      });
      return answer;
    });
  }

  /** Contributors are not kept: they divide what the upstream still has. */
  async contributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    const answer = await this.source.read('contributors', request, signal);
    const state = await this.memory.find(this.keyOf('counts', { objective: request.objective, stepMs: HOUR_MS }));
    if (!state || state.reachMs === null || !(state.keptFromMs < state.reachMs && request.fromMs < state.reachMs)) {
      return answer;
    }
    const text =
      `Events before ${instantInWords(state.reachMs)} are known by their counts only, from the memory of the server: ` +
      `contributors are those of what ${this.source.type} still has`;
    return { ...answer, notices: [...answer.notices, { severity: 'info', text }] };
  }

  private keyOf(kind: KeptKind, { objective, stepMs }: Pick<CountsRequest, 'objective' | 'stepMs'>): SeriesKey {
    return { objective: objective.id, kind, stepMs, definition: definitionOf(objective, this.source.type) };
  }

  private async readWhole(key: SeriesKey, request: CountsRequest, signal: AbortSignal): Promise<BucketsAnswer> {
    const own = await readBuckets(this.source, key.kind, request, signal);
    const state = await this.memory.find(key);
    const { buckets, fromMemoryUntilMs } = await fillFromMemory(this.memory, key, state, own);
    const settled = settledPart(own, buckets.stretch, true);
    if (settled) {
      this.memory.put(key, nextState(state, request, { settled, own, isWhole: true }), settled);
    }
    this.whole.add(nameOf(key));
    return this.withNotices(buckets, [
      ...this.originNotices(fromMemoryUntilMs, request.toMs),
      ...this.anewNotices(key, request, buckets.stretch),
    ]);
  }

  /**
   * What was kept up to where the new buckets begin; undefined where that does not do: the series was read already, the memory does not
   * reach as far back or has gaps, or the clock was set back to before what is kept.
   */
  private async keptBeforeNew(
    key: SeriesKey,
    { askedFromMs, reachMs, settledUntilMs }: SeriesState,
    { fromMs, toMs, nowMs, stepMs }: CountsRequest
  ): Promise<Stretch | undefined> {
    const isAsked =
      READS_NEW_FIRST[this.source.type] &&
      !this.whole.has(nameOf(key)) &&
      fromMs >= askedFromMs &&
      settledUntilMs > fromMs &&
      settledUntilMs <= nowMs;
    if (!isAsked || reachMs === null) {
      return undefined;
    }
    const kept = await this.memory.read(key, fromMs, Math.min(settledUntilMs, toMs));
    const within = Math.max(0, (reachMs - fromMs) / stepMs);
    return kept?.columns.coverage.subarray(within).some(Number.isNaN) ? undefined : kept;
  }

  private async readNew(
    key: SeriesKey,
    state: SeriesState,
    kept: Stretch,
    request: CountsRequest,
    signal: AbortSignal
  ): Promise<BucketsAnswer> {
    const { fromMs, toMs, stepMs } = request;
    const newMs = fromMs + kept.columns.coverage.length * stepMs;
    const own = await readBuckets(
      this.source,
      key.kind,
      { ...request, fromMs: Math.max(fromMs, newMs - NEIGHBOURS * stepMs) },
      signal
    );
    const added = cut(own.stretch, newMs, toMs);
    const uncounted = [
      ...(state.uncounted ?? []).filter(({ atMs }) => atMs >= fromMs && atMs < newMs),
      ...(own.uncounted ?? []).filter(({ atMs }) => atMs >= newMs),
    ];
    const buckets: BucketsAnswer = {
      answer: own.answer,
      stretch: joined(key.kind, withoutGaps(kept), added),
      lastSeen: latestSeen(seenWithin(state.lastSeen, fromMs, newMs), own.lastSeen),
      sampleIntervalMs: own.sampleIntervalMs ?? state.sampleIntervalMs,
      ...(own.uncounted === undefined ? {} : { uncounted }),
    };
    const settled = settledPart({ ...own, stretch: added }, added, false);
    if (settled) {
      this.memory.put(key, nextState(state, request, { settled, own: buckets, isWhole: false }), settled);
    }
    return this.withNotices(buckets, [
      {
        severity: 'info',
        text: `What happened before the server started comes from its memory, until ${this.source.type} is read again in the background`,
      },
      ...this.anewNotices(key, request, buckets.stretch),
    ]);
  }

  private withNotices(buckets: BucketsAnswer, more: Notice[]): BucketsAnswer {
    const faults = this.memory.faults().map((text): Notice => ({ severity: 'warning', text }));
    const notices = [...buckets.answer.notices, ...more, ...faults];
    return { ...buckets, answer: { ...buckets.answer, notices } };
  }

  private originNotices(untilMs: number | undefined, toMs: number): Notice[] {
    if (untilMs === undefined) {
      return [];
    }
    const { type } = this.source;
    const text =
      untilMs < toMs
        ? `What happened before ${instantInWords(untilMs)} comes from the memory of the server: ${type} reaches back no further`
        : `What happened comes from the memory of the server: ${type} has nothing of this time`;
    return [{ severity: 'info', text }];
  }

  /** Where what is missing at the beginning was counted under a former definition. */
  private anewNotices(key: SeriesKey, { fromMs }: CountsRequest, stretch: Stretch): Notice[] {
    const isMissing = !(stretch.columns.coverage[0] > 0);
    const former = isMissing ? this.memory.formerOf(key).filter(({ state }) => state.settledUntilMs > fromMs) : [];
    if (former.length === 0) {
      return [];
    }
    const changedMs = Math.max(...former.map(({ state }) => state.settledUntilMs));
    const text =
      `The indicator was changed after ${instantInWords(changedMs)}: the memory of the server begins anew, and what was counted ` +
      'before in another way is left out';
    return [{ severity: 'info', text }];
  }
}
