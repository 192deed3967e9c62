import type { Objective } from '../catalogue/objective';
import type { Moment, Sources } from './evaluateObjective';
import { localEvaluation, type Evaluate } from './evaluations';
import type { ObjectiveRow } from './results';

/**
 * Evaluates objectives side by side; rows come in the order of `objectives`. `onRow` hears of each as soon as it is there.
 * A failing upstream costs its own rows only. Rejects when aborted.
 */
export function evaluateRows(
  objectives: readonly Objective[],
  evaluate: Evaluate,
  moment: Moment,
  signal: AbortSignal,
  onRow: (row: ObjectiveRow) => void = () => undefined
): Promise<ObjectiveRow[]> {
  return Promise.all(
    objectives.map(async (objective) => {
      const row = await evaluate('objective', objective, moment, signal);
      onRow(row);
      return row;
    })
  );
}

/** The same from sources, evaluated here. */
export function evaluateCatalogue(
  objectives: readonly Objective[],
  sources: Sources,
  moment: Moment,
  signal: AbortSignal,
  onRow?: (row: ObjectiveRow) => void
): Promise<ObjectiveRow[]> {
  return evaluateRows(objectives, localEvaluation({ sources, catalogue: { objectives } }), moment, signal, onRow);
}
