import type { SourceType } from '../catalogue/objective';
import type { Source } from '../sources/contract';
import { KINDS } from '../sources/createSource';
import { loadOnce } from './loadOnce';

/** A source that is a chunk of its own: a data source without its upstream never loads it. */
export function lazySource(type: SourceType, load: () => Promise<Source>): Source {
  const source = loadOnce(load);
  return {
    type,
    kinds: new Set(KINDS[type]),
    read: async (kind, request, signal) => (await source()).read(kind, request, signal),
  };
}
