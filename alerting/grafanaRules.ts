import { QueryBuilder, RuleBuilder, type Query, type Rule } from '@grafana/grafana-foundation-sdk/alerting';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { TypeMathBuilder, TypeThresholdBuilder } from '@grafana/grafana-foundation-sdk/expr';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { GROUPS, type AlertRule, type FigureFormat, type Figures, type Group } from './alertRule';
import { annotationsOf } from './annotations';
import type { RuleQuery } from './ruleQuery';
import { durationText } from './durationText';
import { numberText } from './promqlText';
import type { RuleLinks } from './ruleLinks';

/** Grafana's data source that the rules ask; its uid is fixed (provisioning/datasources/). */
const PROMETHEUS = { type: 'prometheus', uid: 'errorbudget-prometheus' };
const EXPRESSIONS_UID = '__expr__';
const QUERY_IDS = ['A', 'B'] as const;
const CONDITION_ID = 'C';
/** Not that of the dashboards: Grafana creates folders of rules by title, and would make a second one of that name. */
export const ALERT_FOLDER = 'Error Budget alerts';

/** Where a rule sends its notifications; without it, the operator's policies decide. */
export interface Delivery {
  receiver: string;
  /** Beside Grafana's own `grafana_folder` and `alertname`. */
  group_by: string[];
  mute_time_intervals?: string[];
}

/** Rules as Grafana's file provisioning takes them (apiVersion 1), which differs from its HTTP API in names and durations. */
export interface ProvisionedAlerting {
  apiVersion: 1;
  groups: Array<{ orgId: 1; name: string; folder: string; interval: string; rules: ProvisionedRule[] }>;
}

export interface ProvisionedRule extends Required<
  Pick<Rule, 'title' | 'condition' | 'noDataState' | 'execErrState' | 'for' | 'labels' | 'annotations' | 'isPaused'>
> {
  uid: string;
  data: Query[];
  keepFiringFor: string;
  notification_settings?: Delivery;
}

/** The rules in groups, each with the interval of its urgency. */
export function grafanaRules(
  rules: AlertRule[],
  links: RuleLinks,
  deliveryOf?: (rule: AlertRule) => Delivery
): ProvisionedAlerting {
  const groups = Object.keys(GROUPS).filter(isGroup);
  return {
    apiVersion: 1,
    groups: groups
      .map((group) => ({
        orgId: 1 as const,
        name: `error-budget-${group}`,
        folder: ALERT_FOLDER,
        interval: GROUPS[group].interval,
        rules: rules.filter((rule) => rule.group === group).map((rule) => provisioned(rule, links, deliveryOf?.(rule))),
      }))
      .filter((group) => group.rules.length > 0),
  };
}

function isGroup(name: string): name is Group {
  return name in GROUPS;
}

function provisioned(rule: AlertRule, links: RuleLinks, delivery: Delivery | undefined): ProvisionedRule {
  const { condition, data } = withQueries(new RuleBuilder(rule.title), rule.check).build();
  const fires = rule.whenPrometheusIsAway === 'fire';
  return {
    uid: rule.uid,
    // Grafana expands $NAME here; two are one.
    title: rule.title.replaceAll('$', '$$$$'),
    condition,
    data,
    noDataState: fires ? 'Alerting' : 'OK',
    execErrState: fires ? 'Alerting' : 'KeepLast',
    for: durationText(rule.forMs),
    keepFiringFor: durationText(rule.keepFiringForMs),
    isPaused: false,
    labels: rule.labels,
    annotations: {
      ...annotationsOf(rule, FIGURES, EXTERNAL_URL, links),
      __dashboardUid__: rule.panel.dashboardUid,
      __panelId__: String(rule.panel.panelId),
    },
    ...(delivery && { notification_settings: delivery }),
  };
}

function withQueries(builder: RuleBuilder, check: RuleQuery): RuleBuilder {
  check.queries.forEach((promql, index) => builder.withQuery(prometheusQuery(promql, QUERY_IDS[index])));
  return builder
    .withQuery(
      new QueryBuilder(CONDITION_ID).datasourceUid(EXPRESSIONS_UID).relativeTimeRange(NOW).model(comparison(check))
    )
    .condition(CONDITION_ID);
}

/** Grafana refuses a range without length, though an instant query looks at its end only. */
const NOW = { from: 600, to: 0 };

function prometheusQuery(promql: string, refId: string): QueryBuilder {
  return new QueryBuilder(refId)
    .datasourceUid(PROMETHEUS.uid)
    .relativeTimeRange(NOW)
    .model(new DataqueryBuilder().refId(refId).datasource(PROMETHEUS).expr(promql).instant());
}

/** One figure: a threshold, which Grafana draws. Two: both must pass it. */
function comparison({ queries, threshold }: RuleQuery): Builder<Dataquery> {
  if (queries.length === 1) {
    return new TypeThresholdBuilder()
      .refId(CONDITION_ID)
      .expression(QUERY_IDS[0])
      .conditions([{ evaluator: { type: 'gt', params: [Number(numberText(threshold))] } }]);
  }
  const every = queries.map((_, index) => `$${QUERY_IDS[index]} > ${numberText(threshold)}`);
  return new TypeMathBuilder().refId(CONDITION_ID).expression(every.join(' && '));
}

/** Grafana's own base; it ends in a slash. */
const EXTERNAL_URL = '{{ externalURL }}';

// Grafana expands ${NAME} in annotations, so no template here may begin with that.
const FIGURES: Figures = {
  main: (format) => figure(QUERY_IDS[0], format),
};

function figure(refId: string, format: FigureFormat): string {
  return `{{ ${FORMATS[format]} $values.${refId}.Value }}`;
}

const FORMATS: Record<FigureFormat, string> = {
  rate: 'printf "%.1f"',
  count: 'printf "%.0f"',
  share: 'humanizePercentage',
  duration: 'humanizeDuration',
};
