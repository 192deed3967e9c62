import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import type { Objective } from '../../src/catalogue/objective';

/** What distinguishes our dashboards from others. */
export const UID_PREFIX = 'errorbudget-';

/** Fixed uids: links, alert annotations and bookmarks are built from them. Grafana takes 40 characters at most. */
export const OVERVIEW_UID = `${UID_PREFIX}overview`;
export const SPRINTS_UID = `${UID_PREFIX}sprints`;
export const OBJECTIVE_UID = `${UID_PREFIX}objective`;

/** Uid of a category's dashboard; `id` may also be an expression of a data link. */
export function categoryUid(id: string): string {
  return `${UID_PREFIX}${id}`;
}

/** Panels of the dashboards that are not about one category. */
export const PANEL_IDS = {
  overview: {
    categories: 1,
    worst: 2,
    counts: 3,
    intro: 4,
    sprints: 5,
    budget: 6,
    status: 7,
    alerts: 8,
    grafanaAlerts: 9,
  },
  sprints: { open: 1, openCount: 2, breachedCount: 3, intro: 4, closed: 5, breached: 6, budget: 7 },
  objective: {
    status: 1,
    figures: 2,
    about: 3,
    sli: 4,
    budget: 5,
    burnRate: 6,
    events: 7,
    alerts: 8,
    windows: 9,
    breaches: 10,
    queriesRow: 11,
    queries: 12,
    contributors: 13,
  },
} as const;

/** Panels of a category's dashboard that are about all of its objectives. */
export const CATEGORY_PANEL_IDS = {
  scope: 1,
  status: 2,
  budget: 3,
  remaining: 4,
  contributors: 5,
  trinoState: 6,
  lineageRow: 20,
  lineage: 21,
  derived: 22,
} as const;

/** What each objective has on its category's dashboard; added to its own hundred. */
const OBJECTIVE_PANELS = {
  row: 0,
  status: 1,
  figures: 2,
  sli: 3,
  budget: 4,
  burnRate: 5,
  events: 6,
  items: 7,
  assets: 8,
  partitions: 9,
  reliability: 10,
  candidates: 11,
  outcomes: 12,
  errorCodes: 13,
  errorTypes: 14,
  users: 15,
  sources: 16,
  resourceGroups: 17,
} as const;

export type ObjectivePanel = keyof typeof OBJECTIVE_PANELS;

/** Panel id of an objective on its category's dashboard: a hundred for each place in the category. */
export function objectivePanelId(catalogue: Catalogue, objective: Objective, panel: ObjectivePanel): number {
  const place = objectivesIn(catalogue, objective.category.id).findIndex(({ id }) => id === objective.id);
  return 100 * (place + 1) + OBJECTIVE_PANELS[panel];
}

/** The objectives of a category in the order of the catalogue. */
export function objectivesIn({ objectives }: Catalogue, categoryId: string): Objective[] {
  return objectives.filter(({ category }) => category.id === categoryId);
}
