import type { DagsterOptions, DagsterSource } from '../sources/dagster/dagsterSource';
import type { Source } from '../sources/contract';

/** The Dagster source, a chunk of its own: a data source without Dagster never loads it. */
export function lazyDagsterSource(options: DagsterOptions): Source {
  let loaded: Promise<DagsterSource> | undefined;
  const source = () => {
    loaded ??= import('../sources/dagster/dagsterSource').then(({ DagsterSource }) => new DagsterSource(options));
    return loaded;
  };
  return {
    type: 'Dagster',
    readCounts: async (request, signal) => (await source()).readCounts(request, signal),
    readItems: async (request, signal) => (await source()).readItems(request, signal),
    readAssets: async (request, signal) => (await source()).readAssets(request, signal),
    readContributors: async (request, signal) => (await source()).readContributors(request, signal),
  };
}
