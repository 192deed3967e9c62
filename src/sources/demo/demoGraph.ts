import type { AssetGraph, AssetNode } from '../dagster/model';

type Parents = Record<string, readonly string[]>;

const EXTERNAL: Parents = { 'bigquery_public/github_archive': [] };

const CORE: Parents = {
  'oss_directory/projects': [],
  'oss_directory/collections': ['oss_directory/projects'],
  'github_archive/events': ['bigquery_public/github_archive'],
  'github/repositories': ['oss_directory/projects'],
  'github/commits': ['github/repositories'],
  'superchain/blocks': [],
  'superchain/transactions': ['superchain/blocks'],
  'superchain/traces': ['superchain/transactions'],
  'npm/packages': ['oss_directory/projects'],
  'npm/downloads': ['npm/packages'],
  'gitcoin/grants': [],
  'gitcoin/rounds_by_matching_pool': ['gitcoin/grants'],
  'prices/spot': [],
};

const UNSTABLE: Parents = {
  'open_collective/collectives': [],
  'open_collective/transactions_by_currency': ['open_collective/collectives'],
  'farcaster/casts': [],
  'farcaster/engagement': ['farcaster/casts'],
  'discourse/topics_of_governance_forums': [],
  'defillama/tvl': [],
  'dune/labels': [],
  'lens/followers': [],
  'mirror/posts': [],
  'opensea/sales': [],
  'rss/feeds': [],
};

/** `warehouse/legacy_metrics` has no definition anywhere: there the lineage breaks off. */
const MODELS: Parents = {
  'metrics/stg_projects': ['oss_directory/projects', 'oss_directory/collections'],
  'metrics/stg_github_events': ['github_archive/events'],
  'metrics/stg_commits': ['github/commits'],
  'metrics/stg_repositories': ['github/repositories'],
  'metrics/stg_transactions': ['superchain/transactions'],
  'metrics/stg_traces': ['superchain/traces'],
  'metrics/stg_downloads': ['npm/downloads'],
  'metrics/stg_grants': ['gitcoin/grants'],
  'metrics/stg_expenses': ['open_collective/transactions_by_currency'],
  'metrics/stg_legacy_metrics': ['warehouse/legacy_metrics'],
  'metrics/int_events': ['metrics/stg_github_events', 'metrics/stg_commits'],
  'metrics/int_artifacts_by_project': ['metrics/stg_projects', 'metrics/stg_repositories'],
  'metrics/int_contributors_daily_by_repository_with_bots_removed': ['metrics/int_events'],
  'metrics/int_chain_activity': ['metrics/stg_transactions', 'metrics/stg_traces'],
  'metrics/int_funding': ['metrics/stg_grants', 'metrics/stg_expenses'],
  'metrics/int_dependencies': ['metrics/stg_downloads', 'metrics/int_artifacts_by_project'],
  'metrics/projects_v1': ['metrics/int_artifacts_by_project'],
  'metrics/code_metrics_v1': [
    'metrics/int_contributors_daily_by_repository_with_bots_removed',
    'metrics/int_dependencies',
    'metrics/int_artifacts_by_project',
  ],
  'metrics/onchain_metrics_v1': ['metrics/int_chain_activity', 'metrics/int_artifacts_by_project'],
  'metrics/funding_metrics_v1': ['metrics/int_funding', 'metrics/projects_v1'],
  'metrics/timeseries_metrics_v1': ['metrics/code_metrics_v1', 'metrics/onchain_metrics_v1'],
  'metrics/historic_metrics_v1': ['metrics/stg_legacy_metrics', 'metrics/projects_v1'],
};

/** What a Dagster of this size might hold: tagged and of the kinds that the shipped catalogue selects by. */
export const DEMO_GRAPH: AssetGraph = {
  nodes: new Map(
    [
      ...nodesOf(EXTERNAL, { isMaterializable: false }),
      ...nodesOf(CORE, { tags: [{ key: 'core', value: '' }] }),
      ...nodesOf(UNSTABLE, {}),
      ...nodesOf(MODELS, { kinds: ['sqlmesh'], group: 'sqlmesh' }),
    ].map((node) => [node.key, node])
  ),
  codeLocations: [{ name: 'warehouse', loaded: true }],
};

function nodesOf(parents: Parents, properties: Partial<AssetNode>): AssetNode[] {
  return Object.entries(parents).map(([key, ones]) => ({
    key,
    group: key.split('/')[0],
    kinds: ['python'],
    tags: [],
    owners: ['team:data'],
    codeLocation: 'warehouse',
    repository: '__repository__',
    isMaterializable: true,
    isPartitioned: false,
    jobNames: [],
    opNames: [],
    parents: [...ones],
    description: null,
    freshness: null,
    ...properties,
  }));
}
