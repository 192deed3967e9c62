import type { Objective } from '../catalogue/objective';
import type { Catalogue } from '../catalogue/parseCatalogue';
import type { FailureKind } from '../sources/sourceError';
import type { EvaluationKind } from './evaluations';

/** Paths of the read API of `error-budget serve`. */
export const READ_API = {
  state: '/api/v1/state',
  catalogue: '/api/v1/catalogue',
  evaluations: '/api/v1/evaluations',
} as const;

/** The most that one request may ask for: a server refuses more, and a client asks for more in several requests. */
export const READ_BOUNDS = {
  reads: 50,
  /** Of one read. */
  objectives: 2_000,
  /** Of all reads together: each costs some kilobytes. */
  evaluations: 20_000,
  /** Of all charts together: 500 objectives over 160 days of hours. Each costs some 150 bytes while it is written. */
  instants: 2_000_000,
  /** Of the body. */
  bytes: 2 ** 20,
} as const;

/** What a server reports about itself. */
export interface ServerState {
  /** Instant of the last complete round of reads, epoch milliseconds: the "now" of those who ask. */
  asOfMs: number;
  /** Hash of its catalogue. */
  catalogue: string;
  version: string;
  startedMs: number;
}

/** A server's catalogue, with the hash of each objective's definition in the same order. */
export interface ServerCatalogue extends Catalogue {
  hash: string;
  hashes: string[];
}

/** An objective as it is asked for: by its id, its definition's hash and, where that is rolling, its window. */
export interface AskedObjective {
  id: string;
  hash: string;
  windowMs?: number;
}

/** How an objective is asked for. */
export function asked(objective: Objective): AskedObjective {
  const { id, window } = objective;
  const hash = definitionHash(objective);
  return window.type === 'rolling' ? { id, hash, windowMs: window.durationMs } : { id, hash };
}

/** The body of a request for evaluations. */
export interface EvaluationsBody {
  reads: AskedRead[];
}

/** One evaluation of several objectives; on a refresh, what was asked for under a cursor, at another instant. */
export type AskedRead =
  { kind: EvaluationKind; request: unknown; objectives: AskedObjective[] } | { cursor: string; request: unknown };

/** Why an objective has no answer. */
export interface ReadFailure {
  kind: FailureKind;
  found: string;
  remedy: string;
}

/** One line of the answer. `read` and `objective` count from 0 in what was asked. Empty lines keep the connection open. */
export type AnswerLine =
  | { read: number; objective: number; answer: unknown }
  | { read: number; objective: number; failed: ReadFailure }
  /** What makes the answer of the one that was sent under the cursor (`answerChanges.ts`). */
  | { read: number; objective: number; changes: unknown }
  /** Objectives about which nothing has changed since the cursor. */
  | { read: number; same: number[] }
  /** The last of a read. */
  | { read: number; cursor: string }
  /** The read asks for another "now" than those that the server knows; the current one is `asOfMs`. */
  | { read: number; refused: 'now'; asOfMs: number }
  /** The server no longer knows the cursor: ask in full. */
  | { read: number; refused: 'cursor' };

/**
 * A hash of what an objective is, apart from the length of a rolling window, which is part of what is asked. Equal for equal
 * definitions in whichever order they hold their fields.
 */
export function definitionHash(objective: Objective): string {
  const known = hashes.get(objective);
  if (known !== undefined) {
    return known;
  }
  const window = objective.window.type === 'rolling' ? { type: 'rolling' } : objective.window;
  const hash = hashOf(JSON.stringify({ ...objective, window }, sorted));
  hashes.set(objective, hash);
  return hash;
}

const hashes = new WeakMap<Objective, string>();

function sorted(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}

/** Two 32-bit multiplicative hashes (as of FNV-1a), in hexadecimal: for equality between honest parties, not for secrets. */
export function hashOf(text: string): string {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
    other ^= other >>> 15;
  }
  return [one, other].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}
