import { generateDashboards, type GeneratedDashboard } from '../../dashboards/generator/generateDashboards';
import type { Platform } from '../../dashboards/generator/platform';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { ArgumentError, messageOf } from '../argumentError';

/**
 * The dashboards of the catalogue that --catalogue names.
 * @throws ArgumentError where a category cannot have one.
 */
export function dashboardsOf(catalogue: Catalogue, platform: Platform): GeneratedDashboard[] {
  try {
    return generateDashboards(catalogue, platform);
  } catch (error) {
    throw new ArgumentError(`--catalogue: ${messageOf(error)}`);
  }
}
