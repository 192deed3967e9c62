/** The partitions of one asset as they are now. */
export interface PartitionState {
  total: number;
  /** Last attempt failed; they may have been materialized before. */
  failed: number;
  /** An attempt is under way; they may have been materialized before. */
  materializing: number;
  /** Never materialized, in Dagster's order: the oldest first. Neither a re-run in flight nor a failed one adds to them. */
  missing: readonly MissingPartition[];
  /** The newest partition whose time window has closed; null where partitions have none, or several dimensions. */
  newestClosed: NewestClosedPartition | null;
}

export interface MissingPartition {
  key: string;
  /** Place among all partitions of the asset in Dagster's order; null where that is not known (static, dynamic). */
  index: number | null;
  /** When its time window closed or will close; null for partitions without one. */
  closedMs: number | null;
}

export interface NewestClosedPartition {
  key: string;
  closedMs: number;
  /** Null: it is among the missing ones. */
  materializedMs: number | null;
}
