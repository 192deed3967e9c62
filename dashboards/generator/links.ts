import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { categoryUid, OBJECTIVE_UID, SPRINTS_UID } from './ids';
import type { Platform } from './platform';

/** Every dashboard of ours carries it; the list of the others is made from it. */
export const TAG = 'errorbudget';

/** Carries the range and the data source on. */
const KEPT = '${__url_time_range}&${datasource:queryparam}';

export const toSprints = `/d/${SPRINTS_UID}?${KEPT}`;
/** From a row that has the field `Objective id`. */
export const toObjectiveOfRow = `/d/${OBJECTIVE_UID}?var-objective=\${__data.fields["Objective id"]}&${KEPT}`;
/** From a row of categories. */
export const toWorstObjectiveOfRow = `/d/${OBJECTIVE_UID}?var-objective=\${__data.fields["Worst objective id"]}&${KEPT}`;
/** From a row that has the field `Category id`. */
export const toCategoryOfRow = `/d/${categoryUid('${__data.fields["Category id"]}')}?${KEPT}`;

/** From a panel that is about one objective. */
export function panelLinkTo(title: string, id: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(`/d/${OBJECTIVE_UID}?var-objective=${encodeURIComponent(id)}&${KEPT}`);
}

/** The links above every dashboard: the others of ours, the status page and the chat. */
export function dashboardLinks({ statusPage, chat }: Platform): DashboardLinkBuilder[] {
  const external = (title: string, url: string) =>
    new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).icon('external link').targetBlank(true);
  return [
    new DashboardLinkBuilder('Dashboards')
      .type(DashboardLinkType.Dashboards)
      .tags([TAG])
      .asDropdown(true)
      .keepTime(true),
    ...(statusPage === undefined ? [] : [external('Status page', statusPage).tooltip('The public status page')]),
    ...(chat === undefined
      ? []
      : [external(chat.name, chat.url).tooltip('Where incidents are reported and escalated')]),
  ];
}
