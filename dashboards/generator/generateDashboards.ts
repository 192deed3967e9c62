import type { Dashboard, DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Category } from '../../src/catalogue/objective';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { categoryDashboard } from './category';
import { DEMO_VARIABLE } from './frame';
import { categoryUid, OBJECTIVE_UID, OVERVIEW_UID, SPRINTS_UID, UID_PREFIX } from './ids';
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

/** Characters of a uid that Grafana takes. */
const MOST_OF_UID = 40;

/**
 * The dashboards of a catalogue: overview, one for each category, remedial sprints, objective detail.
 *
 * @throws Error where the id of a category gives its dashboard no uid of its own that Grafana takes.
 */
export function generateDashboards(catalogue: Catalogue, platform: Platform): GeneratedDashboard[] {
  const categories = categoriesOf(catalogue);
  categories.forEach(({ id }) => requireUid(id));
  return [
    overview(catalogue, platform),
    ...categories.map((category) => categoryDashboard(catalogue, category, platform)),
    sprints(catalogue, platform),
    objectiveDetail(catalogue, platform),
  ].map(generated);
}

/** As it is written to a file. */
export function textOf({ dashboard }: GeneratedDashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function requireUid(categoryId: string): void {
  const uid = categoryUid(categoryId);
  const taken = [OVERVIEW_UID, SPRINTS_UID, OBJECTIVE_UID].includes(uid);
  if (taken || uid.length > MOST_OF_UID) {
    const found = taken
      ? 'is that of another dashboard'
      : `has ${uid.length} characters, of which Grafana takes ${MOST_OF_UID}`;
    throw new Error(
      `Service ${categoryId}: the uid of its dashboard, ${uid}, ${found}; change metadata.name` +
        (taken ? '' : ` to at most ${MOST_OF_UID - categoryUid('').length} characters`)
    );
  }
}

function generated(builder: DashboardBuilder): GeneratedDashboard {
  const dashboard = sayingWhetherDemo(builder.build());
  return { file: `${(dashboard.uid ?? '').slice(UID_PREFIX.length)}.json`, dashboard };
}

/** Columns of a panel whose title has room for the words, beside a menu too. */
const ROOM_FOR_DEMO = 9;

/** Marks the first panel with room for it, which every viewer of the dashboard sees. */
function sayingWhetherDemo(dashboard: Dashboard): Dashboard {
  const panels = dashboard.panels ?? [];
  const first = panels.find(({ gridPos }) => (gridPos?.w ?? 0) >= ROOM_FOR_DEMO) ?? panels[0];
  const titled = (panel: (typeof panels)[number]) => ({ ...panel, title: `${panel.title ?? ''}\${${DEMO_VARIABLE}}` });
  return { ...dashboard, panels: panels.map((panel) => (panel === first ? titled(panel) : panel)) };
}

function categoriesOf({ objectives }: Catalogue): Category[] {
  return [...new Map(objectives.map(({ category }) => [category.id, category])).values()];
}
