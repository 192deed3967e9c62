import type { DagsterOptions, DagsterSource } from '../sources/dagster/dagsterSource';
import type { Source } from '../sources/contract';
import { loadOnce } from './loadOnce';

/**
 * The Dagster source, a chunk of its own: a data source without Dagster never loads it.
 *
 * @param keptUnder what its records in the browser belong to: the data source and the Dagster that it reads from.
 */
export function lazyDagsterSource(options: Omit<DagsterOptions, 'store'>, keptUnder: string): Source {
  const source = loadOnce(() => load(options, keptUnder));
  return {
    type: 'Dagster',
    readCounts: async (request, signal) => (await source()).readCounts(request, signal),
    readItems: async (request, signal) => (await source()).readItems(request, signal),
    readAssets: async (request, signal) => (await source()).readAssets(request, signal),
    readPartitions: async (request, signal) => (await source()).readPartitions(request, signal),
    readLineage: async (request, signal) => (await source()).readLineage(request, signal),
    readContributors: async (request, signal) => (await source()).readContributors(request, signal),
  };
}

async function load(options: DagsterOptions, keptUnder: string): Promise<DagsterSource> {
  const [{ DagsterSource }, { BrowserRecords }] = await Promise.all([
    import('../sources/dagster/dagsterSource'),
    import('./browserRecords'),
  ]);
  return new DagsterSource({ ...options, store: new BrowserRecords(keptUnder) });
}
