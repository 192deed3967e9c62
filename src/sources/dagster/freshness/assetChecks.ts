/** An asset check (a data audit) and how it last ended for the latest materialization. */
export interface AssetCheckState {
  name: string;
  /** A failure keeps downstream assets from being materialized. */
  blocking: boolean;
  /** Null: it never ran, or not since the asset was last materialized. */
  latest: CheckExecution | null;
}

export interface CheckExecution {
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'EXECUTION_FAILED' | 'SKIPPED';
  /** Only of a check that came to a result, which has the check's severity. */
  evaluation: { passed: boolean; severity: 'ERROR' | 'WARN'; atMs: number } | null;
}

/**
 * When the oldest of the checks of ERROR severity passed, if there is at least one and all of them did; else null. Dagster
 * reports a check's severity only with its result and defaults to ERROR, so a check without result is taken
 * for one that has not passed.
 */
export function auditsPassedAt(checks: readonly AssetCheckState[]): number | null {
  let oldestMs: number | null = null;
  for (const { latest } of checks) {
    const evaluation = latest?.evaluation;
    if (!evaluation) {
      return null;
    }
    if (evaluation.severity === 'ERROR') {
      if (!evaluation.passed) {
        return null;
      }
      oldestMs = Math.min(oldestMs ?? Infinity, evaluation.atMs);
    }
  }
  return oldestMs;
}
