import type { Objective } from '../src/catalogue/objective';
import { HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import { TRAFFIC_LOOKBACK_MS } from '../src/budget/measuredBudget';
import { bornTerms } from '../src/sources/prometheus/births';
import { PLAIN_EDGES, rangeText, TERM_LABEL, termsQuery, union } from '../src/sources/prometheus/bucketQuery';
import { GROUPS, type AlertRule, type FigureFormat, type Group } from './alertRule';
import { annotationsOf } from './annotations';
import type { RuleQuery } from './ruleQuery';
import { durationText } from './durationText';
import { literalText } from './literalText';
import { FIRST_SAMPLES, MEASURED_BUDGET, RECORDED } from './metrics';
import { lookbackText, numberText, selector } from './promqlText';
import { countableMeasure, recordedWindowsMs, runLookbacksMs } from './recordedWindows';
import { measuredBudgetQuery } from './singleEventsQuery';
import type { RuleLinks } from './ruleLinks';

export interface PrometheusRules {
  groups: Array<{ name: string; interval: string; rules: Array<RecordingRule | PrometheusAlert> }>;
}

export interface RecordingRule {
  record: string;
  expr: string;
  labels: Record<string, string>;
}

export interface PrometheusAlert {
  alert: string;
  expr: string;
  for?: string;
  keep_firing_for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** Lookbacks of days read much and change little; those that only show runs of bad events are read most seldom. */
const SELDOM_FROM_MS = 24 * HOUR_MS;

/**
 * The terms of every objective that Prometheus can count by itself, over the lookbacks that its rules need: the query of the
 * dashboards, so that both count alike. One group per objective and pace, so that none waits for another.
 */
export function recordingRules(objectives: readonly Objective[]): PrometheusRules {
  return {
    groups: objectives.flatMap((objective) => {
      const lookbacksMs = recordedWindowsMs(objective);
      return [
        groupOf(
          objective,
          '1m',
          lookbacksMs.filter((ms) => ms < SELDOM_FROM_MS)
        ),
        groupOf(
          objective,
          '2m',
          lookbacksMs.filter((ms) => ms >= SELDOM_FROM_MS)
        ),
        groupOf(objective, '10m', runLookbacksMs(objective)),
        firstSamplesOf(objective),
      ].filter(({ rules }) => rules.length > 0);
    }),
  };
}

function groupOf(objective: Objective, interval: string, lookbacksMs: number[]) {
  const measure = countableMeasure(objective);
  const counts: RecordingRule[] = measure
    ? lookbacksMs.map((lookbackMs) => ({
        record: RECORDED,
        expr: withFirstSamples(termsQuery(measure, lookbackMs, PLAIN_EDGES), objective, lookbackMs),
        labels: { objective: objective.id, window: lookbackText(lookbackMs) },
      }))
    : [];
  // Rules of a group run in order, so this one divides the count that the one before it has just written.
  const budget = lookbacksMs.includes(TRAFFIC_LOOKBACK_MS) ? measuredBudgetQuery(objective) : undefined;
  return {
    name: `error-budget-${objective.id}-every-${interval}`,
    interval,
    rules: [
      ...counts,
      ...(budget ? [{ record: MEASURED_BUDGET, expr: budget, labels: { objective: objective.id } }] : []),
    ],
  };
}

/** Windows of first samples that follow each other without a gap, as those of the dashboards' buckets do. */
const FIRST_SAMPLES_MS = 5 * MINUTE_MS;

function firstSamplesOf(objective: Objective) {
  const measure = countableMeasure(objective);
  const terms = measure ? bornTerms(measure, FIRST_SAMPLES_MS) : [];
  return {
    name: `error-budget-${objective.id}-first-samples`,
    interval: durationText(FIRST_SAMPLES_MS),
    rules: terms.length > 0 ? [{ record: FIRST_SAMPLES, expr: union(terms), labels: { objective: objective.id } }] : [],
  };
}

/**
 * The terms of a lookback with what series held that were born in it. The subquery takes one sample of every five minutes, however
 * often the rule above is evaluated.
 */
function withFirstSamples(terms: string, objective: Objective, lookbackMs: number): string {
  if (firstSamplesOf(objective).rules.length === 0) {
    return terms;
  }
  const born = `sum_over_time(${selector(FIRST_SAMPLES, { objective: objective.id })}[${rangeText(lookbackMs)}:${durationText(FIRST_SAMPLES_MS)}])`;
  return `sum by (${TERM_LABEL}) (${terms}\nor ${born})`;
}

/** The same alerts for those who let Prometheus and Alertmanager notify. */
export function prometheusAlerts(rules: AlertRule[], links: RuleLinks): PrometheusRules {
  const groups: Group[] = ['pages', 'tickets', 'budget'];
  return {
    groups: groups
      .map((group) => ({
        name: `error-budget-${group}`,
        interval: GROUPS[group].interval,
        rules: rules.filter((rule) => rule.group === group).map((rule) => prometheusAlert(rule, links)),
      }))
      .filter((group) => group.rules.length > 0),
  };
}

function prometheusAlert(rule: AlertRule, links: RuleLinks): PrometheusAlert {
  const figures = { main: (format: FigureFormat) => `{{ ${FORMATS[format]} $value }}` };
  return {
    alert: rule.name,
    expr: comparison(rule.check),
    ...(rule.forMs > 0 && { for: durationText(rule.forMs) }),
    ...(rule.keepFiringForMs > 0 && { keep_firing_for: durationText(rule.keepFiringForMs) }),
    labels: rule.labels,
    annotations: {
      title: literalText(rule.title),
      ...annotationsOf(rule, figures, `${links.grafana ?? ''}/`, links),
    },
  };
}

const FORMATS: Record<FigureFormat, string> = {
  rate: 'printf "%.1f"',
  count: 'printf "%.0f"',
  share: 'humanizePercentage',
  duration: 'humanizeDuration',
};

function comparison({ queries, threshold }: RuleQuery): string {
  const every = queries.map((promql) => `(${promql}) > ${numberText(threshold)}`);
  return every.length === 1 ? every[0] : every.map((one) => `(${one})`).join('\nand on (objective) ');
}
