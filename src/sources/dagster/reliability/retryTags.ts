import type { Run } from '../model';
import { AUTO_RETRY_RUN_ID, RETRY_NUMBER, WILL_RETRY } from './judgedTags';

/** Whether Dagster announced an automatic retry. Absent where retries are off, and for moments after a run failed. */
export function announcesRetry(run: Run): boolean {
  return run.status === 'FAILURE' && run.tags.get(WILL_RETRY)?.toLowerCase() === 'true';
}

/**
 * Whether Dagster's daemon started the run by itself. A re-execution by hand may carry the retry number of the run that
 * it copies its tags from, so the parent has the last word where it names its retry.
 */
export function isAutomaticRetry(run: Run, parent: Run | undefined): boolean {
  if (run.parentRunId === null || !run.tags.has(RETRY_NUMBER)) {
    return false;
  }
  const named = parent?.tags.get(AUTO_RETRY_RUN_ID);
  return named === undefined || named === run.id;
}
