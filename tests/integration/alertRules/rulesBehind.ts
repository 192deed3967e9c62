import type { PrometheusAlert, PrometheusRules, RecordingRule } from '../../../alerting/prometheusRules';
import { selectorsOf, type LabelMatcher, type Selector } from '../../../src/catalogue/selectors';

type Rule = RecordingRule | PrometheusAlert;

const ALERT_METRICS = ['ALERTS', 'ALERTS_FOR_STATE'];
/** Labels that an alert does not carry in its rule: the first is Prometheus' own, the others come from the expression. */
const NOT_IN_RULES = ['alertstate', 'job', 'source'];

/**
 * The rules that decide what expressions answer: the alerts that they name and whatever these read, directly or through other
 * recording rules. All others may be left out of a scenario without changing an answer; promtool evaluates every rule at every
 * minute, which takes most of the time of a test.
 *
 * @throws Error for an expression that asks for an alert that no rule raises: a claim that it is silent would say nothing.
 */
export function rulesBehind(
  expressions: readonly string[],
  groups: PrometheusRules['groups']
): PrometheusRules['groups'] {
  const all = groups.flatMap(({ rules }) => rules);
  const kept = new Set<Rule>();
  const add = (promql: string) => {
    for (const selector of selectorsOf(promql)) {
      const written = all.filter((rule) => writes(rule, selector));
      if (written.length === 0 && isAboutAlerts(selector)) {
        throw new Error(`No rule raises ${selector.text}`);
      }
      for (const rule of written.filter((one) => !kept.has(one))) {
        kept.add(rule);
        add(rule.expr);
      }
    }
  };
  expressions.forEach(add);
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => kept.has(rule)) }))
    .filter(({ rules }) => rules.length > 0);
}

function isAboutAlerts({ metric }: Selector): boolean {
  return metric !== undefined && ALERT_METRICS.includes(metric);
}

/** Whether a rule may write series that a selector matches. */
function writes(rule: Rule, selector: Selector): boolean {
  const matchers = selector.matchers.filter(({ label }) => !NOT_IN_RULES.includes(label));
  if ('record' in rule) {
    return (
      selector.metric === rule.record &&
      // A recording rule may write further labels than those that it sets.
      matchers.every((matcher) => !(matcher.label in rule.labels) || matches(matcher, rule.labels[matcher.label]))
    );
  }
  const labels: Record<string, string> = { ...rule.labels, alertname: rule.alert };
  return isAboutAlerts(selector) && matchers.every((matcher) => matches(matcher, labels[matcher.label] ?? ''));
}

function matches({ operator, value: wanted }: LabelMatcher, value: string): boolean {
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '=~':
      return new RegExp(`^(?:${wanted})$`).test(value);
    case '!~':
      return !new RegExp(`^(?:${wanted})$`).test(value);
  }
}
