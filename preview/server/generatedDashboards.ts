import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { ArgumentError } from '../../commandLine/argumentError';
import type { Dashboards } from './dashboards';

/**
 * The dashboards that `npm run dashboards` writes for a catalogue, so that each of its categories has one. Rejects with an
 * ArgumentError where a category cannot have one.
 */
export async function generatedDashboards(catalogue: Catalogue): Promise<Dashboards> {
  // Only an own catalogue needs the generator.
  const { generateDashboards } = await import('../../dashboards/generator/generateDashboards');
  try {
    const generated = generateDashboards(catalogue, {});
    const models = generated.map(({ dashboard }): Record<string, unknown> => ({ ...dashboard }));
    return () => Promise.resolve(models);
  } catch (error) {
    throw new ArgumentError(`--catalogue: ${error instanceof Error ? error.message : error}`);
  }
}
