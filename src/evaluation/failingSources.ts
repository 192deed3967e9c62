import type { SourceType } from '../catalogue/objective';
import type { ReadingKind, Source } from '../sources/contract';
import type { SourceError } from '../sources/sourceError';
import type { Sources } from './evaluateObjective';

const TYPES: readonly SourceType[] = ['Prometheus', 'Dagster', 'Trino', 'Demo'];

const KINDS: Record<ReadingKind, true> = {
  counts: true,
  items: true,
  contributors: true,
  assets: true,
  partitions: true,
  lineage: true,
  outcomes: true,
  evidence: true,
  state: true,
};

/** Sources whose every reading fails so: what is evaluated from them is the answer of its kind that holds the failure. */
export function failingSources(failure: SourceError): Sources {
  return Object.fromEntries(TYPES.map((type) => [type, failingSource(type, failure)]));
}

function failingSource(type: SourceType, failure: SourceError): Source {
  return { type, kinds: new Set(Object.keys(KINDS).filter(isKind)), read: () => Promise.reject(failure) };
}

function isKind(text: string): text is ReadingKind {
  return Object.hasOwn(KINDS, text);
}
