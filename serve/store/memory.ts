import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { FINE_TIER_SPAN_MS } from '../../src/budget/tiers';
import type { RecordStore } from '../../src/sources/dagster/persistence/recordStore';
import { openStore } from './openStore';
import { PendingRound } from './pendingRound';
import {
  overlay,
  StoreError,
  type KeptSeries,
  type ReportDamage,
  type SeriesKey,
  type SeriesState,
  type Store,
  type Stretch,
} from './store';

export const DEFAULT_KEEP_MS = 400 * DAY_MS;
/** A store that is away is asked for again after so long. */
const RETRY_MS = MINUTE_MS;
/** A record may be megabytes; what a killed process had not written is read from the upstream again. */
const RECORDS_EVERY_MS = 10 * MINUTE_MS;

/** Writes one line about one thing that happened. */
export type StoreLog = (level: 'info' | 'warn', event: string, fields: Readonly<Record<string, unknown>>) => void;

export interface MemoryOptions {
  /** Rejects with a StoreError. */
  open: (report: ReportDamage) => Promise<Store>;
  /** Buckets that ended longer ago are dropped. */
  keepMs?: number;
  log: StoreLog;
  /** Epoch milliseconds. */
  clock?: () => number;
}

/** The memory in the store that `--store` names. Whatever is wrong with the store is logged; no call of the memory rejects. */
export function openMemory(store: string, options: Omit<MemoryOptions, 'open'>): Memory {
  return new Memory({ ...options, open: (report) => openStore(store, report) });
}

/**
 * What outlives the process and the upstreams' retention. A store that fails costs the memory, not the figures: nothing here rejects,
 * and what could not be written is written once the store is back.
 */
export class Memory {
  private unreadable?: string;
  private unwritable?: string;
  private store?: Store;
  private opening?: Promise<Store | undefined>;
  private triedMs = -Infinity;
  private writing: Promise<void> = Promise.resolve();
  private nextWrite?: Promise<void>;
  private isClosed = false;
  private readonly known = new Map<string, KeptSeries>();
  private readonly reported = new Set<string>();
  private readonly pending = new PendingRound();
  private readonly recordWrittenMs = new Map<string, number>();
  private readonly savedBeforeClose: Array<() => Promise<void>> = [];
  private forgotMs = -Infinity;
  private readonly clock: () => number;

  constructor(private readonly options: MemoryOptions) {
    this.clock = options.clock ?? Date.now;
  }

  /** Opens the store, or tries to, before anything is asked of it. Never rejects. */
  async open(): Promise<void> {
    await this.opened();
  }

  /** What is wrong with the memory now, in sentences. */
  faults(): string[] {
    return [
      ...(this.unreadable === undefined ? [] : [`The memory of the server cannot be read: ${this.unreadable}`]),
      ...(this.unwritable === undefined ? [] : [`The memory of the server keeps nothing new: ${this.unwritable}`]),
    ];
  }

  /** What is known of a series; undefined where nothing is kept of it, or nothing can be read. */
  async find(key: SeriesKey): Promise<SeriesState | undefined> {
    await this.opened();
    const name = nameOf(key);
    return this.pending.stateOf(name) ?? this.known.get(name)?.state;
  }

  /** Series of the same objective and width under other definitions. */
  formerOf(key: SeriesKey): KeptSeries[] {
    return [...this.known.values()].filter(
      ({ key: { objective, kind, stepMs, definition } }) =>
        objective === key.objective && kind === key.kind && stepMs === key.stepMs && definition !== key.definition
    );
  }

  /** The buckets of [fromMs, toMs), also those that are not written yet; undefined where they cannot be read. */
  async read(key: SeriesKey, fromMs: number, toMs: number): Promise<Stretch | undefined> {
    const store = await this.opened();
    if (!store || this.unreadable !== undefined) {
      return undefined;
    }
    try {
      const stretch = await store.read(key, fromMs, toMs);
      this.pending.partsOf(nameOf(key)).forEach((part) => overlay(stretch, part));
      return stretch;
    } catch (error) {
      this.unreadable = this.fail(error);
      return undefined;
    }
  }

  /** Keeps settled buckets with the next round. */
  put(key: SeriesKey, state: SeriesState, stretch: Stretch): void {
    this.pending.put(nameOf(key), { key, state }, stretch);
  }

  /** Records of one owner, such as an upstream. */
  records(owner: string): RecordStore {
    const nameIn = (name: string) => `${owner} ${name}`;
    return {
      read: async (name) => {
        const pending = this.pending.record(nameIn(name));
        if (pending !== undefined) {
          return pending;
        }
        try {
          return await (await this.opened())?.record(nameIn(name));
        } catch (error) {
          this.unreadable = this.fail(error);
          return undefined;
        }
      },
      write: async (name, record) => this.pending.putRecord(nameIn(name), record),
    };
  }

  /** Writes what came together since the last call, in one transaction; a store that is slow is not asked twice. Never rejects. */
  endRound(): Promise<void> {
    this.nextWrite ??= this.write(
      (name) => performance.now() - (this.recordWrittenMs.get(name) ?? -Infinity) >= RECORDS_EVERY_MS
    );
    return this.nextWrite;
  }

  /** Has records that a source would write later written before the memory closes. `save` never rejects. */
  beforeClose(save: () => Promise<void>): void {
    this.savedBeforeClose.push(save);
  }

  /** Writes what is left and closes the store, for good. Never rejects. */
  async close(): Promise<void> {
    await Promise.all(this.savedBeforeClose.map((save) => save()));
    await this.write(() => true);
    const store = this.store;
    this.store = undefined;
    this.isClosed = true;
    try {
      await store?.close();
    } catch (error) {
      this.fail(error);
    }
  }

  private write(isDue: (record: string) => boolean): Promise<void> {
    this.writing = this.writing.then(async () => {
      this.nextWrite = undefined;
      const store = await this.opened();
      if (!store) {
        return;
      }
      const taken = this.pending.take(isDue);
      try {
        await store.write(taken.round);
      } catch (error) {
        taken.giveBack();
        this.unwritable = this.fail(error);
        return;
      }
      taken.done();
      taken.round.series.forEach(({ key, state }) => this.known.set(nameOf(key), { key, state }));
      [...taken.round.records.keys()].forEach((name) => this.recordWrittenMs.set(name, performance.now()));
      this.recovered();
      await this.forgetOld(store);
    });
    return this.writing;
  }

  /** Once a day. A clock that has run ahead of everything that was ever read must not cost the memory. */
  private async forgetOld(store: Store): Promise<void> {
    if (performance.now() - this.forgotMs < DAY_MS || this.known.size === 0) {
      return;
    }
    this.forgotMs = performance.now();
    const series = [...this.known.values()];
    const newestMs = Math.max(...series.map(({ state }) => state.settledUntilMs));
    const nowMs = Math.min(this.clock(), newestMs + DAY_MS);
    const before = series.map(({ key, state }) => ({ key, beforeMs: nowMs - this.keptForMs(key, state) }));
    try {
      await store.forget(before);
      for (const { key, beforeMs } of before) {
        const name = nameOf(key);
        if ((this.known.get(name)?.state.settledUntilMs ?? 0) <= beforeMs) {
          this.known.delete(name);
        }
        this.pending.forget(name, beforeMs);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  private keptForMs({ stepMs }: SeriesKey, { longestMs }: SeriesState): number {
    const keepMs = this.options.keepMs ?? DEFAULT_KEEP_MS;
    // No one looks back further over five minutes, unless time is cut in slices of them.
    const isFine = stepMs < HOUR_MS && longestMs <= FINE_TIER_SPAN_MS + DAY_MS;
    return isFine ? Math.min(keepMs, FINE_TIER_SPAN_MS + DAY_MS) : keepMs;
  }

  private opened(): Promise<Store | undefined> {
    if (this.store) {
      return Promise.resolve(this.store);
    }
    if (this.isClosed) {
      return Promise.resolve(undefined);
    }
    if (!this.opening && performance.now() - this.triedMs >= RETRY_MS) {
      this.opening = this.connect().finally(() => {
        this.triedMs = performance.now();
        this.opening = undefined;
      });
    }
    return this.opening ?? Promise.resolve(undefined);
  }

  private async connect(): Promise<Store | undefined> {
    try {
      const store = await this.options.open((found) => this.say(found));
      const series = await store.series();
      series.forEach((kept) => this.known.set(nameOf(kept.key), kept));
      this.store = store;
      this.recovered();
      this.options.log('info', 'memory', { series: series.length });
      return store;
    } catch (error) {
      this.unreadable = this.fail(error);
      return undefined;
    }
  }

  /** The reason in words. */
  private fail(error: unknown): string {
    if (!(error instanceof StoreError)) {
      this.options.log('warn', 'memoryDefect', { found: error instanceof Error ? error.stack : String(error) });
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.say(reason);
    return reason;
  }

  /** Once, however often it is found. */
  private say(found: string): void {
    if (!this.reported.has(found)) {
      this.reported.add(found);
      this.options.log('warn', 'memoryFailing', { found });
    }
  }

  private recovered(): void {
    const failed = [this.unreadable, this.unwritable].filter((reason) => reason !== undefined);
    if (failed.length > 0) {
      this.options.log('info', 'memoryRecovered', {});
      failed.forEach((reason) => this.reported.delete(reason));
    }
    this.unreadable = undefined;
    this.unwritable = undefined;
  }
}

export function nameOf({ objective, kind, stepMs, definition }: SeriesKey): string {
  return [objective, kind, stepMs, definition].join('\n');
}
