/** The partitions of one asset as they are now. */
export interface PartitionState {
  /** Those without output apart. */
  total: number;
  /** Last attempt failed; they may have been materialized before. */
  failed: number;
  /** An attempt is under way; they may have been materialized before. */
  materializing: number;
  /** Never materialized, in Dagster's order: the oldest first. Neither a re-run in flight nor a failed one adds to them. */
  missing: readonly MissingPartition[];
  /** Their latest run succeeded without making anything for them: they are neither there nor missing. The oldest first. */
  withoutOutput: readonly MissingPartition[];
  /** The newest time window that has closed; null where partitions have none. */
  newestClosed: NewestClosedWindow | null;
}

export interface MissingPartition {
  key: string;
  /** Place of its time window among all of the asset's, the oldest 0; null for partitions without one. */
  window: number | null;
  /** What its key says besides the time; empty where time is the only dimension. */
  others: string;
  /** When its time window closed or will close; null for partitions without one. */
  closedMs: number | null;
}

export interface NewestClosedWindow {
  /** Key of the window in the dimension of time. */
  key: string;
  /** Place among all windows of the asset, the oldest 0. */
  window: number;
  closedMs: number;
  /** All partitions of the window, which are several where there are other dimensions. */
  materialized: boolean;
}
