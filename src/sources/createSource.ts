import type { SourceType } from '../catalogue/objective';
import type { AnswerOf, ReadingKind, RequestOf, Source } from './contract';
import { explained } from './upstreamFailure';

/** What each shipped source can read, known before any of it is loaded. */
export const KINDS = {
  Prometheus: ['counts', 'contributors', 'evidence'],
  Dagster: ['counts', 'items', 'contributors', 'assets', 'partitions', 'lineage'],
  Trino: ['counts', 'contributors', 'outcomes', 'state'],
  Demo: ['counts', 'items', 'contributors', 'assets', 'partitions', 'lineage', 'outcomes', 'state'],
} as const satisfies Record<SourceType, readonly ReadingKind[]>;

/** One function for each kind of reading. They reject with an UpstreamFailure, a TransportError or the signal's reason. */
type AllReaders = {
  [Kind in ReadingKind]: (request: RequestOf<Kind>, signal: AbortSignal) => Promise<AnswerOf<Kind>>;
};

export type Readers = Partial<AllReaders>;

/** The readers of a shipped source. */
export type ReadersOf<Type extends SourceType> = Pick<AllReaders, (typeof KINDS)[Type][number]>;

const ALL_KINDS: readonly ReadingKind[] = [...new Set(Object.values(KINDS).flat())];

/** A source made of its readers. Their failures are explained for the objective that they cost. */
export function createSource(type: SourceType, readers: Readers): Source {
  return {
    type,
    kinds: new Set(ALL_KINDS.filter((kind) => readers[kind] !== undefined)),
    async read(kind, request, signal) {
      if (readers[kind] === undefined) {
        throw new TypeError(`The ${type} source cannot read ${kind}`);
      }
      try {
        return await readers[kind](request, signal);
      } catch (error) {
        throw explained(error, request.objective, type);
      }
    },
  };
}
