import type { Objective } from '../catalogue/objective';

/** Display names by id; one that several objectives share is told apart by the id. */
export function objectiveNames(objectives: readonly Objective[]): (objective: Objective) => string {
  const ids = new Map<string, Set<string>>();
  for (const { id, displayName } of objectives) {
    ids.set(displayName, (ids.get(displayName) ?? new Set()).add(id));
  }
  return ({ id, displayName }) => ((ids.get(displayName)?.size ?? 0) > 1 ? `${displayName} (${id})` : displayName);
}
