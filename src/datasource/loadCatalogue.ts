import type { Catalogue } from '../catalogue/parseCatalogue';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import type { ErrorBudgetSettings } from './settings';

/** The catalogue of a data source. Only an own one costs its parser, which is loaded then. */
export async function loadCatalogue({ catalogue }: ErrorBudgetSettings): Promise<Catalogue> {
  if (!catalogue?.trim()) {
    return shippedCatalogue;
  }
  const { parseCatalogue } = await import('../catalogue/parseCatalogue');
  return parseCatalogue(catalogue);
}
