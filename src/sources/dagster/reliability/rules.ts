import type { DagsterSpec } from '../../../catalogue/objective';

/** What an objective's specification says about which runs make one event and when that event is final. */
export type ReliabilityRules = Pick<
  DagsterSpec,
  'retries' | 'manualReruns' | 'blockingChecks' | 'retrySettleMs' | 'pendingDeadlineMs'
>;
