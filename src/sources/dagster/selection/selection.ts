/**
 * An asset selection as a tree, in Dagster's own syntax (docs.dagster.io, "Asset selection syntax reference"; the grammar is
 * that of 1.13). Only what the asset graph alone decides can be said.
 */
export type Selection =
  | Term
  /** Two operands or more. */
  | { type: 'and' | 'or'; operands: Selection[] }
  | { type: 'not'; operand: Selection }
  /** `2+expr+`: with what lies upstream or downstream within so many steps; at least one of the two is set. */
  | { type: 'traversal'; of: Selection; upstream?: Depth; downstream?: Depth }
  /** The assets of the selection that have no other selected asset upstream (roots) or downstream (sinks). */
  | { type: 'roots' | 'sinks'; of: Selection };

export type Depth = number | 'unlimited';

/** What each asset answers by itself. */
export type Term =
  | { type: 'all' }
  /** A whole key, in which `*` matches any characters, slashes included. */
  | { type: 'key'; pattern: string }
  /** `key_substring:`, which Dagster's Python interface writes and the parser of 1.13 does not read. */
  | { type: 'keySubstring'; part: string }
  /** A tag of exactly this value; empty for a tag without value. */
  | { type: 'tag'; key: string; value: string }
  /** Null is `<null>`: assets without, for `kind`; nothing, for the others. */
  | { type: 'owner' | 'group' | 'kind' | 'code_location' | 'job'; value: string | null }
  | { type: 'is'; value: 'external' | 'materializable' }
  | { type: 'unpartitioned' };
