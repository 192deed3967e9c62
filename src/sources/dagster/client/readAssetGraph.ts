import { assetGraphOperation, type AssetGraphQuery } from '../graphql/operations.generated';
import type { AssetGraph, AssetNode, DeclaredFreshness } from '../model';
import { assetKeyOf } from './assetKey';
import { readCodeLocations } from './codeLocations';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';

type Node = AssetGraphQuery['assetNodes'][number];

/** Dagster 1.8 and 1.9 keep kinds as tags. */
const KIND_TAG_PREFIX = 'dagster/kind/';

/**
 * All assets with a definition, and the code locations, in one request that no database of Dagster's has to answer. Parents
 * without a definition stay in `parents`. Rejects with a UpstreamFailure or a TransportError.
 */
export async function readAssetGraph(api: GraphqlApi, signal: AbortSignal): Promise<Read<AssetGraph>> {
  const { data, executed } = await api.ask(assetGraphOperation, {}, signal);
  // For a parent that no location defines, Dagster makes up a node without definition.
  const nodes = data.assetNodes.filter(({ isAutoCreatedStub }) => !isAutoCreatedStub).map(readNode);
  return {
    value: {
      nodes: new Map(nodes.map((node) => [node.key, node])),
      codeLocations: readCodeLocations(data.workspaceOrError),
    },
    executed: [executed],
  };
}

function readNode(node: Node): AssetNode {
  return {
    key: assetKeyOf(node.assetKey),
    group: node.groupName,
    kinds: readKinds(node),
    tags: node.tags.map(({ key, value }) => ({ key, value })),
    owners: (node.owners ?? []).map((owner) =>
      owner.__typename === 'TeamAssetOwner' ? `team:${owner.team}` : owner.email
    ),
    codeLocation: node.repository.location.name,
    repository: node.repository.name,
    isMaterializable: node.isMaterializable ?? node.isExecutable,
    isPartitioned: node.isPartitioned,
    jobNames: node.jobNames,
    opNames: node.opNames,
    parents: node.dependencyKeys.map(assetKeyOf),
    description: node.description || null,
    freshness: readFreshness(node),
  };
}

/** Where the compute kind is set, `kinds` of some releases holds nothing else. */
function readKinds({ kinds = [], computeKind, tags }: Node): string[] {
  const tagged = tags.flatMap(({ key }) => (key.startsWith(KIND_TAG_PREFIX) ? key.slice(KIND_TAG_PREFIX.length) : []));
  return [...new Set([...kinds, ...(computeKind ? [computeKind] : []), ...tagged])];
}

/** The newer policy wins where an asset carries both. */
function readFreshness({ internalFreshnessPolicy: policy, freshnessPolicy: legacy }: Node): DeclaredFreshness | null {
  if (policy?.__typename === 'TimeWindowFreshnessPolicy' && policy.failWindowSeconds !== undefined) {
    return { from: 'timeWindow', failAfterMs: policy.failWindowSeconds * 1000 };
  }
  if (policy?.__typename === 'CronFreshnessPolicy') {
    const { deadlineCron, lowerBoundDeltaSeconds, timezone } = policy;
    if (deadlineCron !== undefined && lowerBoundDeltaSeconds !== undefined && timezone !== undefined) {
      return { from: 'cron', deadlineCron, lowerBoundMs: lowerBoundDeltaSeconds * 1000, timeZone: timezone };
    }
  }
  if (legacy) {
    return {
      from: 'legacy',
      maximumLagMs: Math.round(legacy.maximumLagMinutes * 60_000),
      cron: legacy.cronSchedule ?? null,
      timeZone: legacy.cronScheduleTimezone ?? null,
    };
  }
  return null;
}
