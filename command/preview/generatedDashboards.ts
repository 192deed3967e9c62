import type { Dashboards } from '../../preview/server/dashboards';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';

/**
 * The dashboards that `npm run dashboards` writes for a catalogue, so that each of its categories has one. Rejects with an
 * ArgumentError where a category cannot have one.
 */
export async function generatedDashboards(catalogue: Catalogue): Promise<Dashboards> {
  // Only an own catalogue needs the generator.
  const { dashboardsOf } = await import('../dashboards/dashboardsOf');
  const models = dashboardsOf(catalogue, {}).map(({ dashboard }): Record<string, unknown> => ({ ...dashboard }));
  return () => Promise.resolve(models);
}
