import type { Source } from '../sources/contract';
import { loadOnce } from './loadOnce';

/** The demo source, a chunk of its own: a data source with upstreams never loads it. */
export function lazyDemoSource(): Source {
  const source = loadOnce(async () => {
    const { DemoSource } = await import('../sources/demo/demoSource');
    return new DemoSource();
  });
  return {
    type: 'Demo',
    readCounts: async (request, signal) => (await source()).readCounts(request, signal),
    readItems: async (request, signal) => (await source()).readItems(request, signal),
    readAssets: async (request, signal) => (await source()).readAssets(request, signal),
    readPartitions: async (request, signal) => (await source()).readPartitions(request, signal),
    readLineage: async (request, signal) => (await source()).readLineage(request, signal),
    readOutcomes: async (request, signal) => (await source()).readOutcomes(request, signal),
    readState: async (request, signal) => (await source()).readState(request, signal),
    readContributors: async (request, signal) => (await source()).readContributors(request, signal),
  };
}
