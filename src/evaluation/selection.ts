import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Objective } from '../catalogue/objective';

/** Ids as the catalogue spells them; an absent or empty list selects everything. */
export interface Selection {
  categories?: readonly string[];
  applications?: readonly string[];
  objectives?: readonly string[];
}

/** The selection cannot be answered as asked; the message names what was unknown and what exists. */
export class SelectionError extends Error {
  override name = 'SelectionError';
}

/**
 * The objectives that satisfy every list of the selection, in the catalogue's order.
 * @throws SelectionError for an id that the catalogue does not hold, and when nothing is left.
 */
export function selectObjectives({ objectives }: Pick<Catalogue, 'objectives'>, selection: Selection): Objective[] {
  if (objectives.length === 0) {
    throw new SelectionError('The catalogue holds no objective. Correct its documents, or load the shipped catalogue.');
  }
  const wanted = [
    wantedBy('category', selection.categories, objectives, ({ category }) => category.id),
    wantedBy('application', selection.applications, objectives, ({ application }) => application?.id),
    wantedBy('objective', selection.objectives, objectives, ({ id }) => id),
  ];
  const selected = objectives.filter((objective) => wanted.every((isWanted) => isWanted(objective)));
  if (selected.length === 0) {
    throw new SelectionError(`No objective matches all of ${describe(selection)}. Widen the selection.`);
  }
  return selected;
}

function wantedBy(
  what: string,
  ids: readonly string[] | undefined,
  objectives: readonly Objective[],
  idOf: (objective: Objective) => string | undefined
): (objective: Objective) => boolean {
  if (!ids || ids.length === 0) {
    return () => true;
  }
  const known = new Set(objectives.map(idOf).filter((id) => id !== undefined));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new SelectionError(
      `The catalogue holds no ${what} ${unknown.map((id) => `"${id}"`).join(', ')}. ` +
        `It holds: ${[...known].join(', ') || 'none'}.`
    );
  }
  const wanted = new Set(ids);
  return (objective) => {
    const id = idOf(objective);
    return id !== undefined && wanted.has(id);
  };
}

function describe({ categories = [], applications = [], objectives = [] }: Selection): string {
  return [
    ['categories', categories] as const,
    ['applications', applications] as const,
    ['objectives', objectives] as const,
  ]
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${what} ${ids.join(', ')}`)
    .join(' and ');
}
