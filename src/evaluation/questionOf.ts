import type { EvaluationKind, EvaluationRequest } from './evaluations';

/** Instants of a page are off by what it takes to ask. */
const TOLERANCE_MS = 60_000;

/**
 * What is asked for, the same for every "now": a range that ends now is that long, and any other begins and ends at its instants.
 */
export function questionOf({ nowMs, ...asked }: EvaluationRequest<EvaluationKind>): string {
  const endMs = 'atMs' in asked ? asked.atMs : 'toMs' in asked ? asked.toMs : nowMs;
  return JSON.stringify(
    Object.entries(asked)
      .filter(([name]) => name !== 'row')
      .map(([name, value]) => [
        name,
        endMs === nowMs && typeof value === 'number' ? Math.round((nowMs - value) / TOLERANCE_MS) : value,
      ])
  );
}
