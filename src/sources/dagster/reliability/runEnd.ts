import type { Run, RunStatus } from '../model';

const ENDED: readonly RunStatus[] = ['SUCCESS', 'FAILURE', 'CANCELED'];

/**
 * When the run ended, in epoch milliseconds; Infinity while it is under way. A run that failed before it started may have
 * no end of its own; `updatedMs` cannot replace it, because later tags move it.
 */
export function runEndMs(run: Run): number {
  return ENDED.includes(run.status) ? (run.endMs ?? run.startMs ?? run.createdMs) : Infinity;
}
