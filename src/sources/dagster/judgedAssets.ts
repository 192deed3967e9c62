import type { DagsterSpec, Objective } from '../../catalogue/objective';
import { KeptFor } from '../../transport/keptFor';
import type { AssetsAnswer, ItemsAnswer, ItemsRequest, Notice, PartitionsAnswer } from '../contract';
import { executedTexts, type Read } from './client/executed';
import type { GraphqlApi } from './client/graphqlApi';
import { readAssetChecks } from './client/readAssetChecks';
import { readLatestMaterializations } from './client/readLatestMaterializations';
import { type PartitionStates, readPartitions } from './client/readPartitions';
import { assetFreshness } from './freshness/assetFreshness';
import { nextCronTick } from './freshness/cronTicks';
import { freshnessItems } from './freshness/freshnessItems';
import { type FreshnessVerdict, judgeFreshness } from './freshness/judgeFreshness';
import { KEPT_FOR_MS, type KnownAssets } from './knownAssets';
import type { AssetGraph, AssetKey } from './model';
import { nothingPartitioned, provisionalNotices, withoutOutput } from './notices';
import { assetPartitions } from './partitions/assetPartitions';
import { judgePartitions, type PartitionVerdict } from './partitions/judgePartitions';
import { partitionItems } from './partitions/partitionItems';
import { dagsterSpec, provisionalScope, scopeOf } from './scope';

/** The assets of one objective, judged at an instant. */
interface Judged<Verdict> extends Read<Verdict[]> {
  asOfMs: number;
  provisional?: string;
  notices: Notice[];
}

/** Freshness and partitions of assets, as they are now. */
export class JudgedAssets {
  private readonly freshness = new KeptFor<Judged<FreshnessVerdict>>(KEPT_FOR_MS);
  private readonly freshnessOfOthers = new KeptFor<Read<FreshnessVerdict[]>>(KEPT_FOR_MS);
  private readonly partitionStates = new KeptFor<Read<PartitionStates[]>>(KEPT_FOR_MS);
  private readonly completeness = new KeptFor<Judged<PartitionVerdict>>(KEPT_FOR_MS);

  constructor(
    private readonly api: GraphqlApi,
    private readonly known: KnownAssets,
    private readonly pageUrl: string | undefined
  ) {}

  async items({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<ItemsAnswer> {
    if (dagsterSpec(objective).measure === 'partitions') {
      const { value, asOfMs, provisional, notices, executed } = await this.readCompleteness(objective, nowMs, signal);
      return {
        items: partitionItems(value, objective.target, asOfMs),
        provisional,
        notices,
        executed: executedTexts(executed),
      };
    }
    const { value, asOfMs, provisional, notices, executed } = await this.readFreshness(objective, nowMs, signal);
    return { items: freshnessItems(value, asOfMs), provisional, notices, executed: executedTexts(executed) };
  }

  async assets({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<AssetsAnswer> {
    const { value, notices, executed } = await this.readFreshness(objective, nowMs, signal);
    const assets = value.map((verdict) => assetFreshness(verdict, this.pageUrl));
    return { assets, notices, executed: executedTexts(executed) };
  }

  async partitions({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<PartitionsAnswer> {
    const { value, executed, notices } = await this.readCompleteness(objective, nowMs, signal);
    const assets = value.map((verdict) => assetPartitions(verdict, objective.target, this.pageUrl));
    return { assets, notices, executed: executedTexts(executed) };
  }

  /** Of every asset in the objective's scope, whatever the objective measures of them. */
  readFreshness(objective: Objective, nowMs: number, signal: AbortSignal): Promise<Judged<FreshnessVerdict>> {
    return this.freshness.read(objective.id, nowMs, signal, async (shared) => {
      const spec = dagsterSpec(objective);
      const graph = await this.known.readKnown(nowMs, shared);
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

  /** Of assets that no objective judges, by the rules of this one. */
  readFreshnessOfOthers(
    objective: Objective,
    graph: AssetGraph,
    keys: AssetKey[],
    nowMs: number,
    signal: AbortSignal
  ): Promise<Read<FreshnessVerdict[]>> {
    return this.freshnessOfOthers.read(`${objective.id} ${keys.join(' ')}`, nowMs, signal, (shared) =>
      this.readVerdicts(dagsterSpec(objective), graph, keys, nowMs, shared)
    );
  }

  /** Of every partitioned asset in the objective's scope, whatever the objective measures of them. */
  private readCompleteness(
    objective: Objective,
    nowMs: number,
    signal: AbortSignal
  ): Promise<Judged<PartitionVerdict>> {
    return this.completeness.read(objective.id, nowMs, signal, async (shared) => {
      const spec = dagsterSpec(objective);
      const graph = await this.known.readLoaded(nowMs, shared);
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

  /** Freshness and partitions are mostly judged of the same assets. */
  private readPartitionStates(keys: AssetKey[], nowMs: number, signal: AbortSignal): Promise<Read<PartitionStates[]>> {
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
