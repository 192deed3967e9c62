import type { Evaluate } from './evaluations';
import type { Moment } from './evaluateObjective';
import type { SprintRow } from './results';

/** Sprints with what failed most in the objectives that keep them open. */
export function withContributors(
  sprints: readonly SprintRow[],
  evaluate: Evaluate,
  moment: Moment,
  signal: AbortSignal
): Promise<SprintRow[]> {
  return Promise.all(
    sprints.map(async (sprint) => ({
      ...sprint,
      contributors: await Promise.all(
        sprint.outstanding.map(({ objective, row }) => evaluate('contributors', objective, { ...moment, row }, signal))
      ),
    }))
  );
}
