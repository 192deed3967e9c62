/** Tags of runs on which events depend; of all others nothing is kept. */
export const WILL_RETRY = 'dagster/will_retry';
export const RETRY_NUMBER = 'dagster/retry_number';
export const AUTO_RETRY_RUN_ID = 'dagster/auto_retry_run_id';
export const PARTITION_RANGE = 'dagster/asset_partition_range_start';
/** In seconds; Dagster's monitoring reads both. */
export const MAX_RUNTIME: readonly string[] = ['dagster/max_runtime', 'dagster/max_runtime_seconds'];

export const JUDGED_TAGS: readonly string[] = [
  WILL_RETRY,
  RETRY_NUMBER,
  AUTO_RETRY_RUN_ID,
  PARTITION_RANGE,
  ...MAX_RUNTIME,
];
