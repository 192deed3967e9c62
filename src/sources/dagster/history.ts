import type { AssetKey, Run, RunDetail, RunFailures } from './model';

/** What has been read of Dagster's runs so far. */
export interface History {
  /** Every run that was created since then is known. Epoch milliseconds; Infinity: nothing was read yet. */
  fromMs: number;
  /** When the rows were read; -Infinity: never. */
  asOfMs: number;
  /** Dagster has, or had, runs from before `fromMs`. */
  hasOlder: boolean;
  runs: Map<string, Run>;
  /** By run id; of the run as it was when it had been updated last. */
  details: Map<string, Updated<RunDetail>>;
  failures: Map<string, Updated<RunFailures>>;
  /** By id of a run that succeeded: assets that it is known to have materialized, as far as it was needed. */
  made: Map<string, Set<AssetKey>>;
  /** Ids that others name, but Dagster has them no more. */
  gone: Set<string>;
  /** The longest look back of late, and when that was. */
  longest: { spanMs: number; askedMs: number };
}

export interface Updated<Value> {
  value: Value;
  updatedMs: number;
}

export function emptyHistory(): History {
  return {
    fromMs: Infinity,
    asOfMs: -Infinity,
    hasOlder: false,
    runs: new Map(),
    details: new Map(),
    failures: new Map(),
    made: new Map(),
    gone: new Set(),
    longest: { spanMs: 0, askedMs: -Infinity },
  };
}
