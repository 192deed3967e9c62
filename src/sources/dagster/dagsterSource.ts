import { MINUTE_MS } from '../../budget/durations';
import type { DagsterSpec, Objective } from '../../catalogue/objective';
import type { HttpPort } from '../../transport/port';
import { TransportError } from '../../transport/transportError';
import type {
  AssetsAnswer,
  Contributor,
  ContributorsAnswer,
  ContributorsRequest,
  CountsAnswer,
  CountsRequest,
  Items,
  ItemsAnswer,
  ItemsRequest,
  Notice,
  Source,
} from '../contract';
import { SourceError } from '../sourceError';
import { DagsterFailure } from './client/dagsterFailure';
import { runUrl } from './client/deepLinks';
import { executedText, type ExecutedOperation, type Read } from './client/executed';
import { GraphqlApi } from './client/graphqlApi';
import { readAssetChecks } from './client/readAssetChecks';
import { readAssetGraph } from './client/readAssetGraph';
import { readLatestMaterializations } from './client/readLatestMaterializations';
import { readPartitions } from './client/readPartitions';
import { nextCronTick } from './freshness/cronTicks';
import { freshnessItems } from './freshness/freshnessItems';
import { assetFreshness } from './freshness/assetFreshness';
import { judgeFreshness, type FreshnessVerdict } from './freshness/judgeFreshness';
import { KeptFor } from './keptFor';
import type { AssetGraph, AssetKey } from './model';
import { judgePartitions } from './partitions/judgePartitions';
import { partitionItems } from './partitions/partitionItems';
import { eventsOf, runsNeedingDetail } from './reliability/eventsOf';
import { groupRuns } from './reliability/groupRuns';
import { notCounted } from './reliability/notCounted';
import { perAsset } from './reliability/perAsset';
import { PlanReader } from './reliability/plannedProcesses';
import type { ProcessEvent } from './reliability/processEvent';
import { toCounts } from './reliability/toCounts';
import { RunHistory, type KnownRuns } from './runHistory';
import { dagsterSpec, scopeOf } from './scope';

/** Dagster is asked for the same thing at most once in this time, however often dashboards refresh. */
const KEPT_FOR_MS = 5 * MINUTE_MS;

export interface DagsterOptions {
  port: HttpPort;
  /** The address that people open, for links into Dagster; without it there are none. */
  pageUrl?: string;
}

/** The events of one objective, and what they were made from. */
interface Judged {
  events: ProcessEvent[];
  known: KnownRuns;
  graph: AssetGraph;
  executed: string[];
}

/**
 * Counts from Dagster's GraphQL: runs become retry groups, groups become events, for every objective from the same rows.
 * Freshness and partitions are items, as they are now.
 */
export class DagsterSource implements Source {
  readonly type = 'Dagster';
  private readonly api: GraphqlApi;
  private readonly history: RunHistory;
  private readonly graphs = new KeptFor<Read<AssetGraph>>(KEPT_FOR_MS);
  private readonly items = new KeptFor<ItemsAnswer>(KEPT_FOR_MS);
  private readonly freshness = new KeptFor<Read<FreshnessVerdict[]>>(KEPT_FOR_MS);
  private readonly judged = new Map<string, { version: string; judged: Judged }>();

  constructor(private readonly options: DagsterOptions) {
    this.api = new GraphqlApi(options.port);
    this.history = new RunHistory(this.api);
  }

  async readCounts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    const { objective, fromMs, toMs, stepMs, nowMs } = request;
    return explained(objective, async () => {
      const { events, known, executed } = await this.judge(objective, fromMs, nowMs, signal);
      const { asOfMs, observedFromMs } = known;
      const counts = toCounts(events, { fromMs, toMs, stepMs, observedFromMs, nowMs: Math.min(nowMs, asOfMs) });
      return { counts, notices: setAside(events, { fromMs, toMs }), executed };
    });
  }

  async readContributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    const { objective, fromMs, toMs, nowMs } = request;
    return explained(objective, async () => {
      const { events, executed } = await this.judge(objective, fromMs, nowMs, signal);
      const contributors = [...perAsset(events, { fromMs, toMs })].map(
        ([name, { good, bad, lastFailure }]): Contributor => ({
          name,
          bad,
          total: good + bad,
          ...(lastFailure && { lastFailureMs: lastFailure.atMs, ...this.described(lastFailure) }),
        })
      );
      return { contributors, notices: [], executed };
    });
  }

  async readItems({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<ItemsAnswer> {
    return explained(objective, () =>
      this.items.read(objective.id, nowMs, signal, async (shared) => {
        const spec = dagsterSpec(objective);
        const graph = await this.readGraph(nowMs, shared);
        const scope = [...scopeOf(spec, graph.value)];
        if (spec.measure === 'partitions') {
          const { value, executed } = await this.readPartitionItems(spec, graph.value, scope, nowMs, shared);
          return { items: value, notices: [], executed: texts([...graph.executed, ...executed]) };
        }
        const { value, executed } = await this.verdicts(objective, nowMs, shared);
        return { items: freshnessItems(value, nowMs), notices: [], executed: texts(executed) };
      })
    );
  }

  async readAssets({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<AssetsAnswer> {
    return explained(objective, async () => {
      const { value, executed } = await this.verdicts(objective, nowMs, signal);
      const assets = value.map((verdict) => assetFreshness(verdict, this.options.pageUrl));
      return { assets, notices: [], executed: texts(executed) };
    });
  }

  /** Of every asset in the objective's scope, whatever the objective measures of them. */
  private verdicts(objective: Objective, nowMs: number, signal: AbortSignal): Promise<Read<FreshnessVerdict[]>> {
    return this.freshness.read(objective.id, nowMs, signal, async (shared) => {
      const spec = dagsterSpec(objective);
      const graph = await this.readGraph(nowMs, shared);
      const scope = [...scopeOf(spec, graph.value)];
      const { value, executed } = await this.readVerdicts(spec, graph.value, scope, nowMs, shared);
      return { value, executed: [...graph.executed, ...executed] };
    });
  }

  private async judge(objective: Objective, fromMs: number, nowMs: number, signal: AbortSignal): Promise<Judged> {
    const rules = dagsterSpec(objective);
    const graph = await this.readGraph(nowMs, signal);
    const scope = scopeOf(rules, graph.value);
    const known = await this.history.read(fromMs, nowMs, signal);
    const version = `${known.version} ${known.asOfMs} ${known.observedFromMs}`;
    const before = this.judged.get(objective.id);
    if (before?.version === version && before.judged.graph === graph.value) {
      return before.judged;
    }
    const groups = groupRuns(known.runs.values(), rules);
    const circumstances = {
      plans: new PlanReader(graph.value),
      details: this.history.knownDetails(),
      scope,
      rules,
      nowMs: known.asOfMs,
    };
    const wanted = runsNeedingDetail(groups, { ...circumstances, details: new Map() });
    const details = await this.history.readDetails(wanted, signal);
    const events = groups.flatMap((group) => eventsOf(group, { ...circumstances, details }));
    const judged = { events, known, graph: graph.value, executed: texts([...graph.executed, ...known.executed]) };
    this.judged.set(objective.id, { version, judged });
    return judged;
  }

  private readGraph(nowMs: number, signal: AbortSignal): Promise<Read<AssetGraph>> {
    return this.graphs.read('graph', nowMs, signal, (shared) => readAssetGraph(this.api, shared));
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
      readPartitions(this.api, partitioned, nowMs, signal),
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

  private async readPartitionItems(
    spec: DagsterSpec,
    { nodes }: AssetGraph,
    scope: AssetKey[],
    nowMs: number,
    signal: AbortSignal
  ): Promise<Read<Items>> {
    const partitioned = scope.filter((key) => nodes.get(key)?.isPartitioned);
    const { value, executed } = await readPartitions(this.api, partitioned, nowMs, signal);
    const verdicts = value.flatMap((state) => {
      const node = nodes.get(state.asset);
      return (node && judgePartitions(node, state, spec, { nowMs, nextTick: nextCronTick })) ?? [];
    });
    return { value: partitionItems(verdicts, nowMs), executed };
  }

  private described({ process, runId }: { process: string; runId: string }): Pick<Contributor, 'message' | 'url'> {
    const { pageUrl } = this.options;
    return { message: `Step ${process} failed`, ...(pageUrl ? { url: runUrl(pageUrl, runId) } : {}) };
  }
}

/** What stands beside the figure because it is not part of it. */
function setAside(events: readonly ProcessEvent[], range: { fromMs: number; toMs: number }): Notice[] {
  const { upstreamFailed, cancelledGroups, pendingGroups } = notCounted(events, range);
  const parts = [
    ...(upstreamFailed > 0 ? [`${upstreamFailed} skipped because an upstream step had failed`] : []),
    ...(cancelledGroups > 0 ? [`${cancelledGroups} cancelled`] : []),
    ...(pendingGroups > 0 ? [`${pendingGroups} not settled yet`] : []),
  ];
  return parts.length === 0 ? [] : [{ severity: 'info', text: `not counted: ${parts.join(', ')}` }];
}

function texts(executed: readonly ExecutedOperation[]): string[] {
  return executed.map(executedText);
}

/** Rejects with a SourceError where Dagster or the way to it failed. */
async function explained<T>(objective: Objective, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DagsterFailure) {
      const { kind, found, remedy } = error;
      throw new SourceError({ kind, objective, upstream: 'Dagster', found, remedy }, { cause: error });
    }
    if (error instanceof TransportError) {
      throw new SourceError(
        {
          kind: error.kind,
          objective,
          upstream: 'Dagster',
          found: `no answer (${error.message})`,
          remedy: 'Check that the Dagster web server runs and that the URL of the Dagster upstream reaches it',
        },
        { cause: error }
      );
    }
    throw error;
  }
}
