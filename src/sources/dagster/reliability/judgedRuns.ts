import type { Objective } from '../../../catalogue/objective';
import type { ContributorsAnswer, ContributorsRequest, CountsAnswer, CountsRequest } from '../../contract';
import { isUpstreamFailure } from '../../upstreamFailure';
import { executedTexts, type Read } from '../client/executed';
import { contributorsOf, runsToExplain } from '../contributors';
import type { KnownAssets } from '../knownAssets';
import type { AssetGraph, RunFailures } from '../model';
import { provisionalNotices, setAside, windowOf } from '../notices';
import type { SavedLater } from '../persistence/savedLater';
import { readVanished } from '../readVanished';
import type { KnownRuns, RunHistory } from '../runHistory';
import { dagsterSpec, provisionalScope, scopeOf } from '../scope';
import { eventsOf, expectedMaterializations, runsNeedingDetail, runsNeedingLog } from './eventsOf';
import { groupRuns } from './groupRuns';
import { perAsset } from './perAsset';
import { PlanReader } from './plannedProcesses';
import type { ProcessEvent } from './processEvent';
import { toCounts } from './toCounts';

/** Runs that are explained, of the assets that failed most: one request. */
const EXPLAINED_RUNS = 20;

/** The events of one objective, and what they were made from. */
interface Judged {
  events: ProcessEvent[];
  known: KnownRuns;
  graph: AssetGraph;
  provisional: string | undefined;
  executed: string[];
}

/** Runs as events: they become retry groups, and groups become events, for every objective from the same rows. */
export class JudgedRuns {
  private readonly judged = new Map<string, { version: string; judged: Judged }>();

  constructor(
    private readonly history: RunHistory,
    private readonly known: KnownAssets,
    private readonly saved: SavedLater,
    private readonly pageUrl: string | undefined
  ) {}

  async counts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    const { objective, fromMs, toMs, stepMs, nowMs } = request;
    const window = windowOf(objective, nowMs);
    const sinceMs = Math.min(fromMs, window.fromMs);
    const { events, known, provisional, executed } = await this.readEvents(objective, sinceMs, nowMs, signal);
    const { asOfMs, observedFromMs } = known;
    const counts = toCounts(events, { fromMs, toMs, stepMs, observedFromMs, nowMs: Math.min(nowMs, asOfMs) });
    const notices = [...provisionalNotices(provisional), ...setAside(events, window)];
    return { counts, provisional, notices, executed };
  }

  async contributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    const { objective, fromMs, toMs, without = [], nowMs } = request;
    const { events, known, graph, provisional, executed } = await this.readEvents(objective, fromMs, nowMs, signal);
    const counted = events.filter(
      ({ atMs }) => !without.some((stretch) => atMs >= stretch.fromMs && atMs < stretch.toMs)
    );
    const figures = perAsset(counted, { fromMs, toMs });
    const failures = await this.readFailures(runsToExplain(figures, EXPLAINED_RUNS), signal);
    const contributors = contributorsOf(figures, failures.value, this.pageUrl);
    const vanished = await this.saved.after(() =>
      readVanished({ runs: known.runs, graph }, this.history, { fromMs, toMs }, signal)
    );
    return {
      contributors,
      overlapping: counted.some(({ assets }) => assets.length > 1),
      notices: [...provisionalNotices(provisional), ...vanished.value],
      executed: [...executed, ...executedTexts([...failures.executed, ...vanished.executed])],
    };
  }

  /** The events of an objective from this instant on, and what they were made from. */
  readEvents(objective: Objective, fromMs: number, nowMs: number, signal: AbortSignal): Promise<Judged> {
    return this.saved.after(() => this.judge(objective, fromMs, nowMs, signal));
  }

  private async judge(objective: Objective, fromMs: number, nowMs: number, signal: AbortSignal): Promise<Judged> {
    const rules = dagsterSpec(objective);
    const graph = await this.known.readKnown(nowMs, signal);
    const scope = scopeOf(rules, graph.value);
    // A group's first run may have begun as long before the window as a group may stay open.
    const sinceMs = fromMs - rules.pendingDeadlineMs;
    const known = await this.history.read(sinceMs, nowMs, signal);
    const version = `${known.version} ${known.asOfMs} ${known.observedFromMs}`;
    const last = this.judged.get(objective.id);
    if (last?.version === version && last.judged.graph === graph.value) {
      return last.judged;
    }
    const groups = groupRuns(known.runs.values(), rules);
    const before = {
      plans: new PlanReader(graph.value),
      details: this.history.knownDetails(),
      failures: this.history.knownFailures(),
      scope,
      rules,
      nowMs: known.asOfMs,
    };
    const unconfirmed = await this.history.readUnconfirmed(expectedMaterializations(groups, before), signal);
    const details = await this.history.readDetails(
      [...runsNeedingDetail(groups, before), ...unconfirmed.value],
      signal
    );
    const withDetails = { ...before, details: details.value };
    const logs = runsNeedingLog(groups, withDetails).map(({ id }) => id);
    const failures = await this.history.readFailures(logs, signal);
    const events = groups.flatMap((group) => eventsOf(group, { ...withDetails, failures: failures.value }));
    const reads = [graph, known, unconfirmed, details, failures];
    const executed = executedTexts(reads.flatMap((read) => read.executed));
    const judged = { events, known, graph: graph.value, provisional: provisionalScope(rules, graph.value), executed };
    this.judged.set(objective.id, { version, judged });
    return judged;
  }

  /** Figures do without: where Dagster cannot say why a run failed, the failed step is named. */
  private async readFailures(runIds: string[], signal: AbortSignal): Promise<Read<ReadonlyMap<string, RunFailures>>> {
    try {
      return await this.saved.after(() => this.history.readFailures(runIds, signal));
    } catch (error) {
      if (isUpstreamFailure(error)) {
        return { value: new Map(), executed: [] };
      }
      throw error;
    }
  }
}
