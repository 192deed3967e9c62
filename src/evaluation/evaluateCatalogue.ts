import type { Objective } from '../catalogue/objective';
import { evaluateObjective, type Moment, type Sources } from './evaluateObjective';
import type { ObjectiveRow } from './results';

/**
 * Evaluates objectives side by side; rows come in the order of `objectives`. `onRow` hears of each as soon as it is there.
 * A failing upstream costs its own rows only. Rejects when aborted.
 */
export function evaluateCatalogue(
  objectives: readonly Objective[],
  sources: Sources,
  moment: Moment,
  signal: AbortSignal,
  onRow: (row: ObjectiveRow) => void = () => undefined
): Promise<ObjectiveRow[]> {
  return Promise.all(
    objectives.map(async (objective) => {
      const row = await evaluateObjective(objective, sources, moment, signal);
      onRow(row);
      return row;
    })
  );
}
