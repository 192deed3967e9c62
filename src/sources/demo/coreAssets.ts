import { DAY_MS, HOUR_MS } from '../../budget/durations';

/** Assets of one source, all of one interval. */
interface AssetsOfSource {
  source: string;
  tables: string[];
  intervalMs: number;
  intervalFrom: 'policy' | 'cron policy' | 'override' | 'default';
  owners: string[];
}

/** What a platform that measures open source might call core. */
const CORE: AssetsOfSource[] = [
  {
    source: 'github_archive',
    tables: ['events', 'push_events', 'pull_request_events', 'issue_events', 'release_events', 'star_events'],
    intervalMs: 36 * HOUR_MS,
    intervalFrom: 'cron policy',
    owners: ['team:github'],
  },
  {
    source: 'superchain',
    tables: ['blocks', 'transactions', 'traces', 'user_operations_by_bundler', 'contract_deployments'],
    intervalMs: 36 * HOUR_MS,
    intervalFrom: 'policy',
    owners: ['team:chains'],
  },
  {
    source: 'ethereum',
    tables: ['blocks', 'transactions', 'traces', 'token_transfers', 'contract_deployments'],
    intervalMs: 36 * HOUR_MS,
    intervalFrom: 'policy',
    owners: ['team:chains'],
  },
  {
    source: 'npm',
    tables: ['packages', 'downloads', 'maintainers', 'dependencies_of_published_versions'],
    intervalMs: 2 * DAY_MS,
    intervalFrom: 'policy',
    owners: ['team:packages'],
  },
  { source: 'pypi', tables: ['packages', 'downloads'], intervalMs: 2 * DAY_MS, intervalFrom: 'policy', owners: [] },
  {
    source: 'crates',
    tables: ['packages', 'downloads', 'owners'],
    intervalMs: 2 * DAY_MS,
    intervalFrom: 'policy',
    owners: ['team:packages'],
  },
  {
    source: 'oss_directory',
    tables: ['projects', 'collections', 'artifacts', 'archived_repositories', 'blockchain_addresses'],
    intervalMs: 3 * DAY_MS,
    intervalFrom: 'override',
    owners: ['team:registry'],
  },
  {
    source: 'gitcoin',
    tables: ['projects', 'donations', 'rounds_by_matching_pool', 'passport_scores'],
    intervalMs: 7 * DAY_MS,
    intervalFrom: 'default',
    owners: ['team:funding', 'team:grants'],
  },
  {
    source: 'optimism',
    tables: ['retro_funding_applications', 'daily_active_addresses_by_app', 'attestations'],
    intervalMs: 7 * DAY_MS,
    intervalFrom: 'default',
    owners: ['team:funding'],
  },
  {
    source: 'prices',
    tables: ['spot', 'daily_close'],
    intervalMs: 2 * DAY_MS,
    intervalFrom: 'policy',
    owners: ['team:chains'],
  },
  {
    source: 'registry',
    tables: ['chains', 'licenses', 'categories'],
    intervalMs: 7 * DAY_MS,
    intervalFrom: 'default',
    owners: [],
  },
  { source: 'contracts', tables: ['abi', 'labels'], intervalMs: 7 * DAY_MS, intervalFrom: 'default', owners: [] },
  {
    source: 'sbom',
    tables: ['direct_dependencies', 'transitive_dependencies', 'packages_without_known_repository'],
    intervalMs: 7 * DAY_MS,
    intervalFrom: 'default',
    owners: ['team:packages'],
  },
  {
    source: 'scorecard',
    tables: ['checks'],
    intervalMs: 7 * DAY_MS,
    intervalFrom: 'default',
    owners: [],
  },
];

export interface CoreAsset extends Omit<AssetsOfSource, 'source' | 'tables'> {
  asset: string;
}

export const CORE_ASSETS: CoreAsset[] = CORE.flatMap(({ source, tables, ...shared }) =>
  tables.map((table) => ({ asset: `${source}/${table}`, ...shared }))
);
