import { contributorsOfRow } from './evaluateContributors';
import type { Moment, Sources } from './evaluateObjective';
import type { SprintRow } from './results';

/** Sprints with what failed most in the objectives that keep them open. */
export function withContributors(
  sprints: readonly SprintRow[],
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): Promise<SprintRow[]> {
  return Promise.all(
    sprints.map(async (sprint) => ({
      ...sprint,
      contributors: await Promise.all(
        sprint.outstanding.map(({ row }) => contributorsOfRow(row, sources, moment, signal))
      ),
    }))
  );
}
