import { MINUTE_MS } from '../../budget/durations';

import type { DagsterSpec, Objective } from '../../catalogue/objective';
import type { HttpPort } from '../../transport/port';
import type {
  AssetsAnswer,
  ContributorsAnswer,
  ContributorsRequest,
  CountsAnswer,
  CountsRequest,
  ItemsAnswer,
  ItemsRequest,
  LineageAnswer,
  LineageRequest,
  Notice,
  PartitionsAnswer,
  Source,
} from '../contract';
import { createSource, type ReadersOf } from '../createSource';
import { executedText, type ExecutedOperation, type Read } from './client/executed';
import { GraphqlApi } from './client/graphqlApi';
import { readAssetChecks } from './client/readAssetChecks';
import { readAssetGraph } from './client/readAssetGraph';
import { readLatestMaterializations } from './client/readLatestMaterializations';
import { readPartitions, type AssetPartitions } from './client/readPartitions';
import { contributorsOf, runsToExplain } from './contributors';
import { nextCronTick } from './freshness/cronTicks';
import { freshnessItems } from './freshness/freshnessItems';
import { assetFreshness } from './freshness/assetFreshness';
import { judgeFreshness, type FreshnessVerdict } from './freshness/judgeFreshness';
import { KeptFor } from '../../transport/keptFor';
import type { AssetGraph, AssetKey, RunFailures } from './model';
import { Afterwards } from './persistence/afterwards';
import { KnownLocations } from './persistence/knownLocations';
import { PatientStore } from './persistence/patientStore';
import type { RecordStore } from './persistence/recordStore';
import { assetPartitions } from './partitions/assetPartitions';
import { judgePartitions, type PartitionVerdict } from './partitions/judgePartitions';
import { partitionItems } from './partitions/partitionItems';
import { eventsOf, expectedMaterializations, runsNeedingDetail, runsNeedingLog } from './reliability/eventsOf';
import { groupRuns } from './reliability/groupRuns';
import { perAsset } from './reliability/perAsset';
import { PlanReader } from './reliability/plannedProcesses';
import type { ProcessEvent } from './reliability/processEvent';
import { toCounts } from './reliability/toCounts';
import { nothingPartitioned, provisionalNotices, setAside, windowOf, withoutOutput } from './notices';
import { readVanished } from './readVanished';
import { readLineage, type LineageReads } from './readLineage';
import { RunHistory, type KnownRuns } from './runHistory';
import { dagsterSpec, provisionalScope, scopeOf } from './scope';
import { isUpstreamFailure } from '../upstreamFailure';

/** Dagster is asked for the same thing at most once in this time, however often dashboards refresh. */
const KEPT_FOR_MS = 5 * MINUTE_MS;
/** Runs that are explained, of the assets that failed most: one request. */
const EXPLAINED_RUNS = 20;
/** Panels that ask one after the other leave smaller gaps. */
const SAVED_AFTER_MS = 2_000;
const SAVED_EVERY_MS = MINUTE_MS;

export interface DagsterOptions {
  port: HttpPort;
  /** The address that people open, for links into Dagster; without it there are none. */
  pageUrl?: string;
  /** Where what was read outlives the page; without it, every page reads afresh. */
  store?: RecordStore;
}

/** The events of one objective, and what they were made from. */
interface Judged {
  events: ProcessEvent[];
  known: KnownRuns;
  graph: AssetGraph;
  provisional: string | undefined;
  executed: string[];
}

/** The assets of one objective, judged at an instant. */
interface JudgedAssets<Verdict> extends Read<Verdict[]> {
  asOfMs: number;
  provisional?: string;
  notices: Notice[];
}

/**
 * Counts from Dagster's GraphQL: runs become retry groups, groups become events, for every objective from the same rows.
 * Freshness and partitions are items, as they are now.
 */
export function dagsterSource(options: DagsterOptions): DagsterSource {
  const readers = new DagsterReaders(options);
  return { ...createSource('Dagster', readers), save: () => readers.save() };
}

/** Reads are kept a moment later, or at once by `save`, which never rejects. */
export interface DagsterSource extends Source {
  save(): Promise<void>;
}

class DagsterReaders implements ReadersOf<'Dagster'> {
  private readonly api: GraphqlApi;
  private readonly history: RunHistory;
  private readonly afterwards?: Afterwards;
  private readonly graphs = new KeptFor<Read<{ loaded: AssetGraph; known: AssetGraph }>>(KEPT_FOR_MS);
  private readonly locations: KnownLocations;
  private readonly freshnessVerdicts = new KeptFor<JudgedAssets<FreshnessVerdict>>(KEPT_FOR_MS);
  private readonly partitionStates = new KeptFor<Read<AssetPartitions[]>>(KEPT_FOR_MS);
  private readonly partitionVerdictsOf = new KeptFor<JudgedAssets<PartitionVerdict>>(KEPT_FOR_MS);
  private readonly lineageFreshness = new KeptFor<Read<FreshnessVerdict[]>>(KEPT_FOR_MS);
  private readonly judged = new Map<string, { version: string; judged: Judged }>();

  constructor(private readonly options: DagsterOptions) {
    this.api = new GraphqlApi(options.port);
    const store = options.store && new PatientStore(options.store);
    this.locations = new KnownLocations(store);
    this.history = new RunHistory(this.api, store);
    this.afterwards = store && new Afterwards(() => this.save(), SAVED_AFTER_MS, SAVED_EVERY_MS);
  }

  async counts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    const { objective, fromMs, toMs, stepMs, nowMs } = request;
    const window = windowOf(objective, nowMs);
    const sinceMs = Math.min(fromMs, window.fromMs);
    const { events, known, provisional, executed } = await this.judge(objective, sinceMs, nowMs, signal);
    const { asOfMs, observedFromMs } = known;
    const counts = toCounts(events, { fromMs, toMs, stepMs, observedFromMs, nowMs: Math.min(nowMs, asOfMs) });
    const notices = [...provisionalNotices(provisional), ...setAside(events, window)];
    return { counts, provisional, notices, executed };
  }

  async contributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    const { objective, fromMs, toMs, without = [], nowMs } = request;
    const { events, known, graph, provisional, executed } = await this.judge(objective, fromMs, nowMs, signal);
    const counted = events.filter(
      ({ atMs }) => !without.some((stretch) => atMs >= stretch.fromMs && atMs < stretch.toMs)
    );
    const figures = perAsset(counted, { fromMs, toMs });
    const failures = await this.readFailures(runsToExplain(figures, EXPLAINED_RUNS), signal);
    const contributors = contributorsOf(figures, failures.value, this.options.pageUrl);
    const vanished = await this.thenSaved(() =>
      readVanished({ runs: known.runs, graph }, this.history, { fromMs, toMs }, signal)
    );
    return {
      contributors,
      overlapping: counted.some(({ assets }) => assets.length > 1),
      notices: [...provisionalNotices(provisional), ...vanished.value],
      executed: [...executed, ...texts([...failures.executed, ...vanished.executed])],
    };
  }

  async items({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<ItemsAnswer> {
    if (dagsterSpec(objective).measure === 'partitions') {
      const { value, asOfMs, ...told } = await this.partitionVerdicts(objective, nowMs, signal);
      const { provisional, notices, executed } = told;
      return {
        items: partitionItems(value, objective.target, asOfMs),
        provisional,
        notices,
        executed: texts(executed),
      };
    }
    const { value, asOfMs, provisional, notices, executed } = await this.verdicts(objective, nowMs, signal);
    return { items: freshnessItems(value, asOfMs), provisional, notices, executed: texts(executed) };
  }

  async assets({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<AssetsAnswer> {
    const { value, notices, executed } = await this.verdicts(objective, nowMs, signal);
    const assets = value.map((verdict) => assetFreshness(verdict, this.options.pageUrl));
    return { assets, notices, executed: texts(executed) };
  }

  async partitions({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<PartitionsAnswer> {
    const { value, executed, notices } = await this.partitionVerdicts(objective, nowMs, signal);
    const assets = value.map((verdict) => assetPartitions(verdict, objective.target, this.options.pageUrl));
    return { assets, notices, executed: texts(executed) };
  }

  /** Of every partitioned asset in the objective's scope, whatever the objective measures of them. */
  private partitionVerdicts(
    objective: Objective,
    nowMs: number,
    signal: AbortSignal
  ): Promise<JudgedAssets<PartitionVerdict>> {
    return this.partitionVerdictsOf.read(objective.id, nowMs, signal, async (shared) => {
      const spec = dagsterSpec(objective);
      const graph = await this.readGraph(nowMs, shared);
      const { nodes } = graph.value;
      const scope = [...scopeOf(spec, graph.value)];
      const partitioned = scope.filter((key) => nodes.get(key)?.isPartitioned);
      const { value: states, executed } = await this.readPartitionStates(partitioned, nowMs, shared);
      const value = states.flatMap((state) => {
        const node = nodes.get(state.asset);
        return (node && judgePartitions(node, state, spec, { nowMs, nextTick: nextCronTick })) ?? [];
      });
      const provisional = provisionalScope(spec, graph.value);
      const notices = [
        ...provisionalNotices(provisional),
        ...(partitioned.length === 0 ? [nothingPartitioned(spec, scope.length)] : []),
        ...withoutOutput(value),
      ];
      return { value, asOfMs: nowMs, provisional, notices, executed: [...graph.executed, ...executed] };
    });
  }

  async lineage(request: LineageRequest, signal: AbortSignal): Promise<LineageAnswer> {
    const { objective, nowMs } = request;
    const reads: LineageReads = {
      graph: () => this.readGraph(nowMs, signal),
      verdicts: (one) => this.verdicts(one, nowMs, signal),
      otherVerdicts: (spec, graph, keys) =>
        this.lineageFreshness.read(`${objective.id} ${keys.join(' ')}`, nowMs, signal, (shared) =>
          this.readVerdicts(spec, graph, keys, nowMs, shared)
        ),
      events: (one, fromMs) => this.judge(one, fromMs, nowMs, signal),
    };
    return readLineage(request, reads, this.options.pageUrl, signal);
  }

  /** Of every asset in the objective's scope, whatever the objective measures of them. */
  private verdicts(objective: Objective, nowMs: number, signal: AbortSignal): Promise<JudgedAssets<FreshnessVerdict>> {
    return this.freshnessVerdicts.read(objective.id, nowMs, signal, async (shared) => {
      const spec = dagsterSpec(objective);
      const graph = await this.readKnownGraph(nowMs, shared);
      const scope = [...scopeOf(spec, graph.value)];
      const { value, executed } = await this.readVerdicts(spec, graph.value, scope, nowMs, shared);
      const provisional = provisionalScope(spec, graph.value);
      return {
        value,
        asOfMs: nowMs,
        provisional,
        notices: provisionalNotices(provisional),
        executed: [...graph.executed, ...executed],
      };
    });
  }

  private judge(objective: Objective, fromMs: number, nowMs: number, signal: AbortSignal): Promise<Judged> {
    return this.thenSaved(() => this.readEvents(objective, fromMs, nowMs, signal));
  }

  private async readEvents(objective: Objective, fromMs: number, nowMs: number, signal: AbortSignal): Promise<Judged> {
    const rules = dagsterSpec(objective);
    const graph = await this.readKnownGraph(nowMs, signal);
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
    const executed = texts(reads.flatMap((read) => read.executed));
    const judged = { events, known, graph: graph.value, provisional: provisionalScope(rules, graph.value), executed };
    this.judged.set(objective.id, { version, judged });
    return judged;
  }

  private thenSaved<T>(read: () => Promise<T>): Promise<T> {
    return this.afterwards ? this.afterwards.of(read) : read();
  }

  async save(): Promise<void> {
    await this.history.save();
  }

  /** Figures do without: where Dagster cannot say why a run failed, the failed step is named. */
  private async readFailures(runIds: string[], signal: AbortSignal): Promise<Read<ReadonlyMap<string, RunFailures>>> {
    try {
      return await this.thenSaved(() => this.history.readFailures(runIds, signal));
    } catch (error) {
      if (isUpstreamFailure(error)) {
        return { value: new Map(), executed: [] };
      }
      throw error;
    }
  }

  /** What code locations hold that load. */
  private async readGraph(nowMs: number, signal: AbortSignal): Promise<Read<AssetGraph>> {
    const { value, executed } = await this.readGraphs(nowMs, signal);
    return { value: value.loaded, executed };
  }

  /** The same, and what the others held when they last loaded. */
  private async readKnownGraph(nowMs: number, signal: AbortSignal): Promise<Read<AssetGraph>> {
    const { value, executed } = await this.readGraphs(nowMs, signal);
    return { value: value.known, executed };
  }

  private readGraphs(nowMs: number, signal: AbortSignal): Promise<Read<{ loaded: AssetGraph; known: AssetGraph }>> {
    return this.graphs.read('graph', nowMs, signal, async (shared) => {
      const { value: loaded, executed } = await readAssetGraph(this.api, shared);
      return { value: { loaded, known: await this.locations.complete(loaded, nowMs) }, executed };
    });
  }

  /** Freshness and partitions are mostly judged of the same assets. */
  private readPartitionStates(keys: AssetKey[], nowMs: number, signal: AbortSignal): Promise<Read<AssetPartitions[]>> {
    return this.partitionStates.read(keys.join(' '), nowMs, signal, (shared) =>
      readPartitions(this.api, keys, nowMs, shared)
    );
  }

  private async readVerdicts(
    spec: DagsterSpec,
    { nodes }: AssetGraph,
    scope: AssetKey[],
    nowMs: number,
    signal: AbortSignal
  ): Promise<Read<FreshnessVerdict[]>> {
    const partitioned = scope.filter((key) => nodes.get(key)?.isPartitioned);
    const [latest, checks, partitions] = await Promise.all([
      readLatestMaterializations(this.api, scope, signal),
      readAssetChecks(this.api, scope, signal),
      this.readPartitionStates(partitioned, nowMs, signal),
    ]);
    const latestOf = new Map(latest.value.map((one) => [one.asset, one]));
    const checksOf = new Map(checks.value.map((one) => [one.asset, one.checks]));
    const partitionsOf = new Map(partitions.value.map((one) => [one.asset, one]));
    const value = scope.flatMap((key) => {
      const node = nodes.get(key);
      const state = {
        lastMaterialization: latestOf.get(key) ?? null,
        checks: checksOf.get(key) ?? [],
        partitions: partitionsOf.get(key) ?? null,
      };
      return (node && judgeFreshness(node, state, spec, { nowMs, nextTick: nextCronTick })) ?? [];
    });
    return { value, executed: [...latest.executed, ...checks.executed, ...partitions.executed] };
  }
}

function texts(executed: readonly ExecutedOperation[]): string[] {
  return executed.map(executedText);
}
