import { OBJECTIVE_UID, OVERVIEW_UID, PANEL_IDS } from '../dashboards/generator/ids';
import type { Measure, Objective } from '../src/catalogue/objective';
import { targetInWords } from '../src/frames/targetInWords';
import { windowInWords } from '../src/frames/windowInWords';
import type { AlertRule } from './alertRule';
import { MEASURING_RUNBOOK, runbookFile } from './runbookFile';
import type { Surroundings } from './surroundings';

/** What an alert means to whoever is called, by the name of its rule. */
const MEANS: Record<string, string> = {
  ErrorBudgetBurnRate: 'The error budget is being spent faster than this factor allows.',
  ErrorBudgetBadEvent: 'One failure. Acts while the budget holds fewer than two events.',
  ErrorBudgetBadInARow: 'Nothing succeeds any more. Acts while the budget holds fewer than two events.',
  ErrorBudgetExhausted: 'The objective is breached, and a remedial sprint begins.',
  ErrorBudgetNothingRan: 'No event for twice the expected time.',
  ErrorBudgetBadItems: 'More items are bad than the target allows.',
  ErrorBudgetMissingData: 'Whether the objective is met is unknown: see [no data](#no-data).',
  ErrorBudgetExporterAway: 'Alerts about budgets, and about what Prometheus cannot count, cannot fire.',
  ErrorBudgetSourceLate: 'The label `source` says which upstream does not answer; its objectives have no figures.',
  ErrorBudgetPrometheusAway: 'Grafana cannot ask Prometheus. All other rules keep their state.',
};

/**
 * A page for each objective that has alerts, and one for the measuring, so that the link of every alert leads somewhere. They hold
 * what the catalogue says; whoever runs the service adds what it does not.
 */
export function runbookPages(
  objectives: readonly Objective[],
  rules: readonly AlertRule[],
  surroundings: Surroundings
): Array<{ name: string; text: string }> {
  const rulesOf = (name: string) => rules.filter(({ runbook }) => runbook === name);
  const pages = objectives
    .map((objective) => ({ objective, name: runbookFile(objective.id) }))
    .filter(({ name }) => rulesOf(name).length > 0)
    .map(({ objective, name }) => ({ name, text: objectivePage(objective, rulesOf(name), surroundings) }));
  const measuring = rulesOf(MEASURING_RUNBOOK);
  return measuring.length === 0
    ? pages
    : [...pages, { name: MEASURING_RUNBOOK, text: measuringPage(measuring, surroundings) }];
}

function objectivePage(objective: Objective, rules: readonly AlertRule[], surroundings: Surroundings): string {
  const { id, displayName, category, description, target, window, indicator } = objective;
  const over = window.type === 'pointInTime' ? 'as it is now' : `over ${windowInWords(window)}`;
  const page = `/d/${OBJECTIVE_UID}?var-objective=${encodeURIComponent(id)}`;
  return joined([
    `# ${displayName}`,
    `Objective \`${id}\`, category ${category.displayName}: ${targetInWords(target)} ${over}. ${description}`.trim(),
    '## How it is measured',
    `Source: ${indicator.source}.`,
    ...queriesOf(indicator.measure),
    '## What alerts',
    alertTable(rules),
    '## First steps',
    [
      `1. Does it go on? In Grafana: \`${page}\`.`,
      `2. What spent the budget? The panel of that name on the same page: \`${page}&viewPanel=${PANEL_IDS.objective.contributors}\`.`,
      `3. Without Grafana: \`npm run status -- --catalogue FILE --objective ${id}\`.`,
    ].join('\n'),
    '### No data',
    `Is ${indicator.source} up, and does it still hold what the queries above ask for? If so, see [the measuring](${MEASURING_RUNBOOK}).`,
    ...escalation(surroundings),
  ]);
}

function measuringPage(rules: readonly AlertRule[], surroundings: Surroundings): string {
  return joined([
    '# The measuring itself',
    'Alerts about what measures the objectives. No service is down because of them, but it would go unnoticed if one were.',
    '## What alerts',
    alertTable(rules),
    '## First steps',
    [
      `1. In Grafana: \`/d/${OVERVIEW_UID}\` shows which objectives have no data.`,
      '2. On Prometheus, _Status → Targets_: which targets are down or gone, and with which error? _Status → Rules_: are the',
      '   recording rules loaded?',
      '3. `curl -s EXPORTER/readyz` says what the exporter could not read; its log says why.',
    ].join('\n'),
    '### No data',
    'A scrape job whose targets are gone was renamed, or service discovery has lost it. If its targets are up, what they watch is gone.',
    ...escalation(surroundings),
  ]);
}

function alertTable(rules: readonly AlertRule[]): string {
  const rows = rules.map(({ title, severity, name }) => `| ${cell(title)} | ${severity} | ${MEANS[name] ?? ''} |`);
  return ['| Alert | Severity | Means |', '| --- | --- | --- |', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

/** The terms of an indicator, each as its source takes it. */
function queriesOf(measure: Measure<object>): string[] {
  return Object.entries(measure)
    .filter((entry): entry is [string, object] => typeof entry[1] === 'object' && entry[1] !== null)
    .map(([term, spec]) => {
      const query = 'query' in spec ? String(spec.query).trim() : JSON.stringify(spec, null, 2);
      return `${term}:\n\n\`\`\`\n${query}\n\`\`\``;
    });
}

function escalation({ chat }: Surroundings): string[] {
  return chat === undefined
    ? []
    : ['## Who escalates where', `Say here that you take the alert, and what you find: ${chat}`];
}

function joined(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
