import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { runsOperation } from './graphql/operations.generated';
import type { ExecutedOperation, Read } from './client/executed';
import type { GraphqlApi } from './client/graphqlApi';
import { readMadeByRuns } from './client/readMadeByRuns';
import { readRunDetails } from './client/readRunDetails';
import { readRuns } from './client/readRuns';
import { readStepFailures } from './client/readStepFailures';
import { runsOrThrow } from './client/runsOrThrow';
import { emptyHistory, type History, type Updated } from './history';
import type { Run, RunDetail, RunFailures } from './model';
import { OneAtATime } from './oneAtATime';
import type { PatientStore } from './persistence/patientStore';
import { readStored, toStored } from './persistence/storedHistory';
import { withoutOldRuns } from './persistence/withoutOldRuns';
import type { Expected } from './reliability/eventsOf';
import { missingRuns } from './reliability/groupRuns';
import { runEndMs } from './reliability/runEnd';

/** However often dashboards refresh. */
const REFRESH_MS = 5 * MINUTE_MS;
/** Dagster writes tags a moment after the change that they belong to, and its machines' clocks differ. */
const OVERLAP_MS = 5 * MINUTE_MS;
/** By how much the reader's clock may be ahead of Dagster's. */
const CLOCK_AHEAD_MS = DAY_MS;
/** Runs that are open for longer are few, and may have been deleted, which no list of updates shows. */
const LONG_OPEN_MS = HOUR_MS;
/** Runs end in a window that they began before. */
const SLACK_MS = DAY_MS;
/** A record that nothing was added to is written again after this time, so that it does not count as unused. */
const REWRITE_MS = DAY_MS;
/** How long a look back counts as needed. */
const REMEMBERED_MS = 7 * DAY_MS;
const RECORD = 'runs';

/** What is known of Dagster's runs at one time. */
export interface KnownRuns {
  runs: ReadonlyMap<string, Run>;
  /** Grows with every read that brought something new. */
  version: number;
  /** The instant from which on all runs are known; -Infinity where Dagster has older ones as well. */
  observedFromMs: number;
  /** When the rows were read. */
  asOfMs: number;
  /** What the latest reads asked. */
  executed: ExecutedOperation[];
}

/**
 * Dagster's run table as far back as it was needed: read once, then refreshed by what was updated since, at most once in
 * five minutes. Details of runs, and why they failed, are read once for each state of the run. With a store all of it
 * outlives the page: since what is kept are the rows, and not what some objective made of them, it serves every objective,
 * also those whose selection or rules have changed meanwhile.
 */
export class RunHistory {
  private readonly turns = new OneAtATime();
  private history: History = emptyHistory();
  private restored = false;
  /** What Dagster had nothing to say about, by run id as of an update; asked again in the next page only. */
  private readonly withoutDetail = new Map<string, number>();
  private version = 0;
  /** Everything that was learned, details included. */
  private changes = 0;
  private written = { changes: 0, asOfMs: -Infinity };
  private firstRun = { version: -1, createdMs: Infinity };
  private executed: ExecutedOperation[] = [];

  constructor(
    private readonly api: GraphqlApi,
    private readonly store?: PatientStore
  ) {}

  /** Every run that may have ended since `sinceMs`. Rejects with a UpstreamFailure or a TransportError. */
  read(sinceMs: number, nowMs: number, signal: AbortSignal): Promise<KnownRuns> {
    return this.turns.run(signal, async () => {
      await this.restore(nowMs);
      const { history } = this;
      const executed: ExecutedOperation[] = [];
      // A clock that was set back must not keep the table from being refreshed.
      if (Number.isFinite(history.asOfMs) && Math.abs(nowMs - history.asOfMs) >= REFRESH_MS) {
        await this.refresh(nowMs, executed, signal);
      }
      await this.extendTo(sinceMs - SLACK_MS, nowMs, executed, signal);
      await this.addMissing(executed, signal);
      this.noteSpan(nowMs - sinceMs, nowMs);
      this.executed = executed.length > 0 ? executed : this.executed;
      return {
        runs: history.runs,
        version: this.version,
        asOfMs: history.asOfMs,
        observedFromMs: this.observedFromMs(),
        executed: this.executed,
      };
    });
  }

  /** Details of all runs that are known, these among them; those of runs that Dagster has deleted are absent. */
  readDetails(wanted: readonly Run[], signal: AbortSignal): Promise<Read<ReadonlyMap<string, RunDetail>>> {
    return this.turns.run(signal, async () => {
      const { details } = this.history;
      const unknown = wanted.filter(
        ({ id, updatedMs }) => details.get(id)?.updatedMs !== updatedMs && this.withoutDetail.get(id) !== updatedMs
      );
      const { executed } = await readRunDetails(this.api, unknown.map(idOf), signal, (arrived) =>
        this.keep(details, unknown, arrived)
      );
      unknown
        .filter(({ id, updatedMs }) => details.get(id)?.updatedMs !== updatedMs)
        .forEach(({ id, updatedMs }) => this.withoutDetail.set(id, updatedMs));
      return { value: this.knownDetails(), executed };
    });
  }

  knownDetails(): ReadonlyMap<string, RunDetail> {
    return valuesOf(this.history.details);
  }

  knownFailures(): ReadonlyMap<string, RunFailures> {
    return valuesOf(this.history.failures);
  }

  /**
   * Those of the runs of which Dagster has no materialization of the asset. What is found once is not asked for again; what is not
   * has its say in the run's details. Rejects with a UpstreamFailure or a TransportError.
   */
  readUnconfirmed(expected: readonly Expected[], signal: AbortSignal): Promise<Read<Run[]>> {
    return this.turns.run(signal, async () => {
      const { made, details } = this.history;
      const unknown = expected.filter(
        ({ run, asset }) =>
          made.get(run.id)?.has(asset) !== true &&
          !details.has(run.id) &&
          this.withoutDetail.get(run.id) !== run.updatedMs
      );
      const runs = unknown.map(({ run, asset }) => ({
        runId: run.id,
        asset,
        fromMs: run.createdMs,
        toMs: runEndMs(run),
      }));
      const { value, executed } = await readMadeByRuns(this.api, runs, signal);
      for (const { runId, asset } of value) {
        made.set(runId, (made.get(runId) ?? new Set()).add(asset));
      }
      this.changes += value.length;
      const unconfirmed = unknown.filter(({ run, asset }) => made.get(run.id)?.has(asset) !== true);
      return { value: [...new Set(unconfirmed.map(({ run }) => run))], executed };
    });
  }

  /** What logs say of failures, of all that are known, these among them. Rejects with a UpstreamFailure or a TransportError. */
  readFailures(runIds: readonly string[], signal: AbortSignal): Promise<Read<ReadonlyMap<string, RunFailures>>> {
    return this.turns.run(signal, async () => {
      const { runs, failures } = this.history;
      const unknown = [...new Set(runIds)].flatMap((id) => {
        const run = runs.get(id);
        return run && failures.get(id)?.updatedMs !== run.updatedMs ? run : [];
      });
      const { value, executed } = await readStepFailures(this.api, unknown.map(idOf), signal);
      this.keep(failures, unknown, value);
      return { value: valuesOf(failures), executed };
    });
  }

  /** Keeps what is worth it beyond the page. Never rejects: where nothing can be kept, the next page reads it again. */
  async save(): Promise<void> {
    const { store, history, changes, written } = this;
    if (!store || (changes === written.changes && history.asOfMs < written.asOfMs + REWRITE_MS)) {
      return;
    }
    const record = toStored(withoutOldRuns(history));
    if (record) {
      this.written = { changes, asOfMs: history.asOfMs };
      await store.write(RECORD, record);
    }
  }

  private async restore(nowMs: number): Promise<void> {
    if (!this.restored && this.store) {
      const stored = readStored(await this.store.read(RECORD), nowMs);
      this.history = stored ?? this.history;
      this.written = { changes: this.changes, asOfMs: stored?.asOfMs ?? -Infinity };
    }
    this.restored = true;
  }

  private async refresh(nowMs: number, executed: ExecutedOperation[], signal: AbortSignal): Promise<void> {
    const { history } = this;
    await this.add({ updatedAfterMs: this.heardUntilMs() - OVERLAP_MS }, executed, signal);
    await this.dropDeleted(nowMs - LONG_OPEN_MS, executed, signal);
    history.asOfMs = nowMs;
  }

  /** Up to when updates are known: by Dagster's own clock, which the last one shows, where it is behind the reader's. */
  private heardUntilMs(): number {
    const { runs, fromMs, asOfMs } = this.history;
    let updatedMs = fromMs;
    for (const run of runs.values()) {
      updatedMs = Math.max(updatedMs, run.updatedMs);
    }
    return Math.max(asOfMs - CLOCK_AHEAD_MS, Math.min(asOfMs, updatedMs));
  }

  /** A run that was deleted before it ended never ends, and would come to count as bad; one that had ended has its say. */
  private async dropDeleted(
    createdBeforeMs: number,
    executed: ExecutedOperation[],
    signal: AbortSignal
  ): Promise<void> {
    const { runs, details, gone } = this.history;
    const open = [...runs.values()].filter((run) => run.createdMs < createdBeforeMs && runEndMs(run) === Infinity);
    const answered = await this.add({ ids: open.map(idOf) }, executed, signal);
    const there = new Set(answered.map(idOf));
    for (const { id } of open.filter((run) => !there.has(run.id))) {
      runs.delete(id);
      details.delete(id);
      gone.add(id);
      this.version += 1;
      this.changes += 1;
    }
  }

  private async extendTo(
    fromMs: number,
    nowMs: number,
    executed: ExecutedOperation[],
    signal: AbortSignal
  ): Promise<void> {
    const { history } = this;
    if (fromMs >= history.fromMs) {
      return;
    }
    const isFirst = !Number.isFinite(history.fromMs);
    await this.add({ createdAfterMs: fromMs, ...(!isFirst && { createdBeforeMs: history.fromMs }) }, executed, signal);
    const hasOlder = await this.hasRunsBefore(fromMs, executed, signal);
    // Only now, so that the next read after a failure in between asks for all of it again.
    history.fromMs = fromMs;
    history.hasOlder = hasOlder;
    history.asOfMs = isFirst ? nowMs : history.asOfMs;
    this.version += 1;
    this.changes += 1;
  }

  private async add(
    request: Parameters<typeof readRuns>[1],
    executed: ExecutedOperation[],
    signal: AbortSignal
  ): Promise<Run[]> {
    const { runs } = this.history;
    const answer = await readRuns(this.api, request, signal);
    executed.push(...answer.executed);
    const changed = answer.value.filter((run) => runs.get(run.id)?.updatedMs !== run.updatedMs);
    changed.forEach((run) => runs.set(run.id, run));
    this.version += changed.length > 0 ? 1 : 0;
    this.changes += changed.length;
    return answer.value;
  }

  /** Roots and parents from before the window, until nothing new comes. */
  private async addMissing(executed: ExecutedOperation[], signal: AbortSignal): Promise<void> {
    const { runs, gone } = this.history;
    for (;;) {
      const ids = missingRuns(runs.values()).filter((id) => !gone.has(id));
      if (ids.length === 0) {
        return;
      }
      await this.add({ ids }, executed, signal);
      ids.filter((id) => !runs.has(id)).forEach((id) => gone.add(id));
    }
  }

  private async hasRunsBefore(beforeMs: number, executed: ExecutedOperation[], signal: AbortSignal): Promise<boolean> {
    const variables = { filter: { createdBefore: beforeMs / 1000 }, limit: 1 };
    const answer = await this.api.ask(runsOperation, variables, signal);
    executed.push(answer.executed);
    return runsOrThrow(answer.data.runsOrError).results.length > 0;
  }

  /** -Infinity if Dagster had runs before those that are known, else when its first run was created. */
  private observedFromMs(): number {
    if (this.history.hasOlder) {
      return -Infinity;
    }
    if (this.firstRun.version !== this.version) {
      let createdMs = Infinity;
      for (const run of this.history.runs.values()) {
        createdMs = Math.min(createdMs, run.createdMs);
      }
      this.firstRun = { version: this.version, createdMs };
    }
    return this.firstRun.createdMs;
  }

  private keep<Value extends { runId: string }>(
    known: Map<string, Updated<Value>>,
    asked: readonly Run[],
    answered: readonly Value[]
  ): void {
    const updated = new Map(asked.map(({ id, updatedMs }) => [id, updatedMs]));
    for (const value of answered) {
      known.set(value.runId, { value, updatedMs: updated.get(value.runId) ?? NaN });
    }
    this.changes += answered.length;
  }

  /** Remembers the longest look back of the last days. */
  private noteSpan(spanMs: number, nowMs: number): void {
    const { longest } = this.history;
    if (spanMs >= longest.spanMs || nowMs - longest.askedMs > REMEMBERED_MS) {
      this.history.longest = { spanMs, askedMs: nowMs };
    }
  }
}

function idOf({ id }: Run): string {
  return id;
}

function valuesOf<Value>(known: ReadonlyMap<string, Updated<Value>>): ReadonlyMap<string, Value> {
  return new Map([...known].map(([id, { value }]) => [id, value]));
}
