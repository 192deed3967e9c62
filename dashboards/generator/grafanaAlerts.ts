import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

/** Every generated rule carries its objective. */
const OF_OBJECTIVES = '{objective=~".+"}';
/** `SortOrder.Importance` of Grafana's alert list. */
const MOST_IMPORTANT_FIRST = 3;

/** Grafana's own list of the provisioned rules that fire; the SDK has no builder for this panel. */
export function grafanaAlerts(): PanelBuilder {
  return new PanelBuilder()
    .type('alertlist')
    .title('Alerts in Grafana now')
    .description(
      'Provisioned rules that fire, with those on budgets, missing data and single events. Empty while nothing fires, and where ' +
        'no rules are provisioned.'
    )
    .options({
      viewMode: 'list',
      groupMode: 'default',
      groupBy: [],
      maxItems: 20,
      sortOrder: MOST_IMPORTANT_FIRST,
      dashboardAlerts: false,
      alertName: '',
      alertInstanceLabelFilter: OF_OBJECTIVES,
      stateFilter: { firing: true, pending: false, recovering: true, noData: false, normal: false, error: true },
    });
}
