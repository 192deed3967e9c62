import type { Source } from '../sources/contract';
import type { TrinoOptions } from '../sources/trino/trinoSource';
import type { HttpPort } from '../transport/port';
import { loadOnce } from './loadOnce';

type Options = Omit<TrinoOptions, 'runner'> & { port: HttpPort };

/** The Trino source and its client, a chunk of their own: a data source without Trino never loads them. */
export function lazyTrinoSource({ port, ...options }: Options): Source {
  const source = loadOnce(async () => {
    const [{ TrinoSource }, { TrinoClient }] = await Promise.all([
      import('../sources/trino/trinoSource'),
      import('../sources/trino/client/trinoClient'),
    ]);
    return new TrinoSource({ ...options, runner: new TrinoClient({ port }) });
  });
  return {
    type: 'Trino',
    readCounts: async (request, signal) => (await source()).readCounts(request, signal),
    readOutcomes: async (request, signal) => (await source()).readOutcomes(request, signal),
    readContributors: async (request, signal) => (await source()).readContributors(request, signal),
    readState: async (request, signal) => (await source()).readState(request, signal),
  };
}
