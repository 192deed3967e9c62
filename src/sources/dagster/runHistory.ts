import { DAY_MS, MINUTE_MS } from '../../budget/durations';
import { runsOperation } from './graphql/operations.generated';
import type { ExecutedOperation } from './client/executed';
import type { GraphqlApi } from './client/graphqlApi';
import { readRunDetails } from './client/readRunDetails';
import { readRuns } from './client/readRuns';
import { runsOrThrow } from './client/runsOrThrow';
import type { Run, RunDetail } from './model';
import { OneAtATime } from './oneAtATime';
import { missingRuns } from './reliability/groupRuns';

/** However often dashboards refresh. */
const REFRESH_MS = 5 * MINUTE_MS;
/** Dagster writes tags a moment after the change that they belong to. */
const OVERLAP_MS = MINUTE_MS;
/** Runs end in a window that they began before. */
const SLACK_MS = 2 * DAY_MS;

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
 * Dagster's run table as far back as anybody needed it: read once, then refreshed by what was updated since, at most once in
 * five minutes. Details of runs are read once for each state of the run.
 */
export class RunHistory {
  private readonly turns = new OneAtATime();
  private readonly runs = new Map<string, Run>();
  private readonly details = new Map<string, { detail: RunDetail; updatedMs: number }>();
  /** Named by others, but Dagster has them no more. */
  private readonly gone = new Set<string>();
  private fromMs = Infinity;
  private asOfMs = -Infinity;
  private version = 0;
  private beganMs = -Infinity;
  private executed: ExecutedOperation[] = [];

  constructor(private readonly api: GraphqlApi) {}

  /** Every run that may have ended since `sinceMs`. Rejects with a DagsterFailure or a TransportError. */
  read(sinceMs: number, nowMs: number, signal: AbortSignal): Promise<KnownRuns> {
    return this.turns.run(signal, async () => {
      const fromMs = sinceMs - SLACK_MS;
      const executed: ExecutedOperation[] = [];
      if (this.asOfMs + REFRESH_MS <= nowMs && Number.isFinite(this.asOfMs)) {
        await this.add({ updatedAfterMs: this.asOfMs - OVERLAP_MS }, executed, signal);
        this.asOfMs = nowMs;
      }
      if (fromMs < this.fromMs) {
        const createdBeforeMs = Number.isFinite(this.fromMs) ? this.fromMs : undefined;
        await this.add({ createdAfterMs: fromMs, createdBeforeMs }, executed, signal);
        this.fromMs = fromMs;
        this.asOfMs = Math.max(this.asOfMs, createdBeforeMs === undefined ? nowMs : this.asOfMs);
        this.beganMs = await this.firstRunMs(fromMs, executed, signal);
      }
      await this.addMissing(executed, signal);
      this.executed = executed.length > 0 ? executed : this.executed;
      const { runs, version, asOfMs } = this;
      return { runs, version, asOfMs, observedFromMs: this.beganMs, executed: this.executed };
    });
  }

  /** Details of these runs, by run id; those of runs that Dagster has deleted are absent. */
  readDetails(wanted: readonly Run[], signal: AbortSignal): Promise<ReadonlyMap<string, RunDetail>> {
    return this.turns.run(signal, async () => {
      const unknown = wanted.filter(({ id, updatedMs }) => this.details.get(id)?.updatedMs !== updatedMs);
      if (unknown.length > 0) {
        const ids = unknown.map(({ id }) => id);
        const { value, executed } = await readRunDetails(this.api, ids, signal);
        const updated = new Map(unknown.map(({ id, updatedMs }) => [id, updatedMs]));
        value.forEach((detail) =>
          this.details.set(detail.runId, { detail, updatedMs: updated.get(detail.runId) ?? NaN })
        );
        this.executed = [...this.executed, ...executed];
      }
      return this.knownDetails();
    });
  }

  knownDetails(): ReadonlyMap<string, RunDetail> {
    return new Map([...this.details].map(([id, { detail }]) => [id, detail]));
  }

  private async add(
    request: Parameters<typeof readRuns>[1],
    executed: ExecutedOperation[],
    signal: AbortSignal
  ): Promise<number> {
    const answer = await readRuns(this.api, request, signal);
    executed.push(...answer.executed);
    const changed = answer.value.filter((run) => this.runs.get(run.id)?.updatedMs !== run.updatedMs);
    changed.forEach((run) => this.runs.set(run.id, run));
    this.version += changed.length > 0 ? 1 : 0;
    return answer.value.length;
  }

  /** Roots and parents from before the window, until nothing new comes. */
  private async addMissing(executed: ExecutedOperation[], signal: AbortSignal): Promise<void> {
    for (;;) {
      const ids = missingRuns(this.runs.values()).filter((id) => !this.gone.has(id));
      if (ids.length === 0) {
        return;
      }
      await this.add({ ids }, executed, signal);
      ids.filter((id) => !this.runs.has(id)).forEach((id) => this.gone.add(id));
    }
  }

  /** -Infinity if Dagster has runs from before `beforeMs`, else when its first run was created. */
  private async firstRunMs(beforeMs: number, executed: ExecutedOperation[], signal: AbortSignal): Promise<number> {
    const variables = { filter: { createdBefore: beforeMs / 1000 }, limit: 1 };
    const answer = await this.api.ask(runsOperation, variables, signal);
    executed.push(answer.executed);
    if (runsOrThrow(answer.data.runsOrError).results.length > 0) {
      return -Infinity;
    }
    let firstMs = Infinity;
    for (const { createdMs } of this.runs.values()) {
      firstMs = Math.min(firstMs, createdMs);
    }
    return firstMs;
  }
}
