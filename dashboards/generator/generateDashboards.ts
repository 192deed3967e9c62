import type { Dashboard, DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Category } from '../../src/catalogue/objective';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { categoryDashboard } from './category';
import { objectiveDetail } from './objective';
import { overview } from './overview';
import type { Platform } from './platform';
import { sprints } from './sprints';

/** One provisioned dashboard. */
export interface GeneratedDashboard {
  /** Name of its file below `dashboards/`. */
  file: string;
  dashboard: Dashboard;
}

/** The dashboards of a catalogue: overview, one for each category, remedial sprints, objective detail. */
export function generateDashboards(catalogue: Catalogue, platform: Platform): GeneratedDashboard[] {
  return [
    overview(catalogue, platform),
    ...categoriesOf(catalogue).map((category) => categoryDashboard(catalogue, category, platform)),
    sprints(platform),
    objectiveDetail(catalogue, platform),
  ].map(generated);
}

/** As it is written to a file. */
export function textOf({ dashboard }: GeneratedDashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function generated(builder: DashboardBuilder): GeneratedDashboard {
  const dashboard = builder.build();
  return { file: `${(dashboard.uid ?? '').replace(/^errorbudget-/, '')}.json`, dashboard };
}

function categoriesOf({ objectives }: Catalogue): Category[] {
  return [...new Map(objectives.map(({ category }) => [category.id, category])).values()];
}
