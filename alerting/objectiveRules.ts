import {
  categoryUid,
  OBJECTIVE_UID,
  objectivePanelId,
  PANEL_IDS,
  type ObjectivePanel,
} from '../dashboards/generator/ids';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import { durationInWords, numberInWords, percentInWords } from '../src/budget/inWords';
import { durationMs } from '../src/catalogue/durationShorthand';
import type { Objective } from '../src/catalogue/objective';
import type { Catalogue } from '../src/catalogue/parseCatalogue';
import type { AlertRule, Group } from './alertRule';
import { ruleQueryOf } from './ruleQuery';
import { conditionsOf, type Condition, type ConditionOf } from './conditions';
import { assertCanFire } from './canFire';
import { nameInTitles } from './nameInTitles';
import { lookbackText } from './promqlText';
import { ruleUid } from './ruleUid';
import { runbookFile } from './runbookFile';
import { targetInWords, windowInWords } from '../src/catalogue/objectiveInWords';

/** What differs from one kind of condition to another. */
interface Particulars extends Pick<AlertRule, 'name' | 'title' | 'summary' | 'forMs' | 'keepFiringForMs'> {
  /** Ends the uid. */
  key: string;
  group: Group;
  panel: ObjectivePanel;
  labels?: Record<string, string>;
}

/**
 * The alert rules of one objective, in the order of its conditions.
 *
 * @param keptMs How long Prometheus keeps samples.
 * @throws CannotFireError
 */
export function objectiveRules(catalogue: Catalogue, objective: Objective, keptMs: number): AlertRule[] {
  return conditionsOf(objective).conditions.map((condition) => {
    assertCanFire(objective, condition, keptMs);
    const { key, panel, labels, ...particulars } = particularsOf(
      objective,
      condition,
      nameInTitles(catalogue, objective)
    );
    return {
      ...particulars,
      uid: ruleUid(objective.id, key),
      severity: condition.severity,
      check: ruleQueryOf(objective, condition),
      whenPrometheusIsAway: 'keepState',
      labels: {
        objective: objective.id,
        category: objective.category.id,
        ...(objective.application && { application: objective.application.id }),
        severity: condition.severity,
        ...labels,
      },
      description: describe(objective, condition),
      contributors: `d/${OBJECTIVE_UID}?var-objective=${encodeURIComponent(objective.id)}&viewPanel=${PANEL_IDS.objective.contributors}`,
      panel: {
        dashboardUid: categoryUid(objective.category.id),
        panelId: objectivePanelId(catalogue, objective, panel),
      },
      shownMs: shownMs(objective, condition),
      runbook: runbookFile(objective.id),
    };
  });
}

function lengthMs(window: Objective['window']): number {
  switch (window.type) {
    case 'rolling':
      return window.durationMs;
    case 'calendar':
      return durationMs(window);
    case 'pointInTime':
      return DAY_MS;
  }
}

/** Enough to see when what fired it began, and what was usual before. */
function shownMs({ window }: Objective, condition: Condition): number {
  switch (condition.kind) {
    case 'burnRate':
      return 3 * Math.max(condition.row.longMs, 2 * HOUR_MS);
    case 'budgetExhausted':
      return lengthMs(window);
    case 'badEvent':
    case 'badInARow':
    case 'nothingRan':
    case 'badItems':
      return 7 * DAY_MS;
    case 'missingData':
      return DAY_MS;
  }
}

function describe(objective: Objective, condition: Condition): string {
  const { displayName, target, description } = objective;
  const unguarded =
    condition.kind === 'burnRate' && condition.row.leastBad === null
      ? 'Its indicator is a raw ratio without counts, so this alert cannot require a minimum of bad events.'
      : '';
  const summary = `${displayName}, ${targetInWords(target)} ${overWindow(objective)}`;
  return [[summary, description.trim()].filter(Boolean).join(': '), unguarded].filter(Boolean).join(' ');
}

function overWindow({ window }: Objective): string {
  return window.type === 'pointInTime' ? 'as it is now' : `over ${windowInWords(window)}`;
}

function particularsOf(objective: Objective, condition: Condition, name: string): Particulars {
  const defaults = { group: groupOf(condition), forMs: 0 };
  switch (condition.kind) {
    case 'burnRate':
      return { ...defaults, ...burnRateParticulars(objective, condition, name) };
    case 'badEvent':
      return {
        ...defaults,
        key: 'bad-event',
        name: 'ErrorBudgetBadEvent',
        title: `${name}: a bad event in the last 24 h`,
        summary: ({ main }) =>
          `Bad events in the last 24 h: ${main('count')}. The budget allows fewer than two, so each is worth a look`,
        keepFiringForMs: 30 * MINUTE_MS,
        panel: 'events',
      };
    case 'badInARow':
      return {
        ...defaults,
        key: 'in-a-row',
        name: 'ErrorBudgetBadInARow',
        title: `${name}: the last three events were all bad`,
        summary: ({ main }) => `The last ${main('count')} events all failed`,
        keepFiringForMs: 30 * MINUTE_MS,
        panel: 'events',
      };
    case 'budgetExhausted':
      return {
        ...defaults,
        key: 'spent',
        name: 'ErrorBudgetExhausted',
        title: `${name}: error budget exhausted, a remedial sprint begins`,
        summary:
          objective.target < 1
            ? ({ main }) =>
                `Failures are ${main('rate')} times what the error budget ${overWindow(objective)} allows: the objective is breached`
            : () => 'The target of 100 % leaves no budget, and something failed: the objective is breached',
        keepFiringForMs: HOUR_MS,
        panel: 'budget',
      };
    case 'nothingRan':
      return {
        ...defaults,
        key: 'no-run',
        name: 'ErrorBudgetNothingRan',
        title: `${name}: nothing ran for ${durationInWords(condition.afterMs)}`,
        summary: ({ main }) =>
          `The last event was ${main('duration')} ago (decades: none is known); one is expected every ${durationInWords(condition.afterMs / 2)}`,
        keepFiringForMs: 30 * MINUTE_MS,
        panel: 'events',
      };
    case 'badItems':
      return {
        ...defaults,
        key: 'items',
        name: 'ErrorBudgetBadItems',
        title: `${name}: more bad items than allowed`,
        summary: ({ main }) => `Bad items above what the target allows: ${main('count')}`,
        forMs: 15 * MINUTE_MS,
        keepFiringForMs: 15 * MINUTE_MS,
        panel: 'items',
      };
    case 'missingData':
      return {
        ...defaults,
        key: 'no-data',
        name: 'ErrorBudgetMissingData',
        title: `${name}: data is missing`,
        summary: ({ main }) =>
          `${main('share')} of the samples are missing, so it is unknown whether the objective is met, and its other alerts may stay silent`,
        forMs: 5 * MINUTE_MS,
        keepFiringForMs: 15 * MINUTE_MS,
        panel: 'status',
      };
  }
}

function groupOf(condition: Condition): Group {
  if (condition.kind === 'budgetExhausted') {
    return 'budget';
  }
  return condition.severity === 'page' ? 'pages' : 'tickets';
}

function burnRateParticulars(
  objective: Objective,
  { severity, row }: ConditionOf<'burnRate'>,
  name: string
): Omit<Particulars, 'group' | 'forMs'> {
  const { budgetFraction, longMs, factor } = row;
  const long = durationInWords(longMs);
  return {
    key: `b${Math.round(budgetFraction * 100)}-${lookbackText(longMs)}`,
    name: 'ErrorBudgetBurnRate',
    title: `${name}: burn rate above ${numberInWords(factor)} over ${long}`,
    summary: ({ main }) =>
      `The burn rate over ${long} is ${main('rate')}, above ${numberInWords(factor)}: ` +
      `${percentInWords(budgetFraction)} of the error budget ${overWindow(objective)} is spent`,
    keepFiringForMs: (severity === 'page' ? 5 : 15) * MINUTE_MS,
    panel: 'burnRate',
    labels: { lookback: lookbackText(longMs) },
  };
}
