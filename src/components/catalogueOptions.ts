import type { ComboboxOption } from '@grafana/ui';
import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Selection } from '../evaluation/selection';
import { isVariableReference } from '../queries/expandIds';

/** What can be selected: ids as values, display names as labels. */
export interface CatalogueOptions {
  categories: ComboboxOption[];
  /** Those of the selected categories. */
  applications: ComboboxOption[];
  /** Those of the selected categories and applications, grouped by category. */
  objectives: ComboboxOption[];
}

/** Variables limit nothing here, because their values change. */
export function catalogueOptions(
  { categories, objectives }: Pick<Catalogue, 'categories' | 'objectives'>,
  selection: Selection
): CatalogueOptions {
  const inCategories = objectives.filter(({ category }) => isWithin(category.id, selection.categories));
  const applications = new Map(
    inCategories.flatMap(({ application }) => (application ? [[application.id, application]] : []))
  );
  const inApplications = inCategories.filter(({ application }) => isWithin(application?.id, selection.applications));
  return {
    categories: categories.map(({ id, displayName }) => ({ value: id, label: displayName })),
    applications: [...applications.values()].map(({ id, displayName }) => ({ value: id, label: displayName })),
    objectives: inApplications.map(({ id, displayName, category }) => ({
      value: id,
      label: displayName,
      description: id,
      group: category.displayName,
    })),
  };
}

function isWithin(id: string | undefined, selected: readonly string[] = []): boolean {
  return selected.length === 0 || selected.some(isVariableReference) || (id !== undefined && selected.includes(id));
}
