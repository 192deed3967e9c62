import type { DataFrame } from '@grafana/data';
import { DAY_MS, HOUR_MS } from '../budget/durations';
import type { PendingRow } from '../evaluation/results';
import { byUrgency } from '../evaluation/categorySummaries';
import { isProvisional, rowState } from '../evaluation/rowState';
import { answerOf } from '../frames/answer';
import { flagField, idField, inSeconds, numberField, textField, timeField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { remainingField } from '../frames/remainingField';
import { sliDecimals } from '../frames/sliDecimals';
import { PROVISIONAL, STATE_WORDS, verdictOf } from '../frames/stateWords';
import { statusFigures, type StatusFigures } from '../frames/statusFigures';
import { amounts, counts, fineShare, MINUTES, multiples, PLACE, SECONDS, SHARE } from '../frames/units';
import { defineQuery, evaluateRows } from './defineQuery';
import { frameOf } from '../frames/grafana';
import { windowInWords } from '../catalogue/objectiveInWords';

/** Names of the `status` frame's fields, which dashboards build on. */
export const STATUS_FIELDS = {
  category: 'Category',
  application: 'Application',
  objective: 'Objective',
  status: 'Status',
  provisional: 'Provisional',
  verdict: 'Verdict',
  worstFirst: 'Worst first',
  target: 'Target',
  window: 'Window',
  sli: 'SLI',
  remaining: 'Budget remaining',
  budget: 'Budget in events',
  allowed: 'Bad events allowed',
  burnRate1h: 'Burn rate 1 h',
  burnRate6h: 'Burn rate 6 h',
  burnRate3d: 'Burn rate 3 d',
  good: 'Good',
  bad: 'Bad',
  total: 'Total',
  exhaustion: 'Time to exhaustion',
  compliance: 'Earliest compliance',
  coverage: 'Coverage',
  asOf: 'As of',
  budgetMinutes: 'Budget in minutes',
  remainingWithoutExclusions: 'Budget remaining without exclusions',
  excluded: 'Excluded time',
  sliSoFar: 'SLI so far',
  eventsSoFar: 'Events so far',
  why: 'Why',
  description: 'Description',
  upstream: 'Upstream',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
  applicationId: 'Application id',
} as const;

export const statusQuery = defineQuery<PendingRow[]>({
  label: 'Status',
  help: 'One row per objective: target, SLI, budget, burn rates, forecast and status, at the end of the time range. For tables and stats.',
  options: ['window'],
  fields: STATUS_FIELDS,
  inWords: ({ whose, over }) => `Status of ${whose} ${over}, as a table at the end of the time range.`,
  evaluate: evaluateRows,
  frames: (refId, rows) => [statusFrame(refId, rows)],
});

const BURN_RATES = [
  [STATUS_FIELDS.burnRate1h, HOUR_MS],
  [STATUS_FIELDS.burnRate6h, 6 * HOUR_MS],
  [STATUS_FIELDS.burnRate3d, 3 * DAY_MS],
] as const;

/**
 * One row per objective, in the order given. It declares no kind of the data-plane contract, because it mixes texts,
 * numbers and instants. Rows still to come hold what the catalogue knows and the status "loading"; failed rows say why.
 */
export function statusFrame(refId: string, rows: readonly PendingRow[]): DataFrame {
  const figures = rows.map(statusFigures);
  const each = <T>(read: (figures: StatusFigures) => T): T[] => figures.map(read);
  const eventsSoFar = each(({ sliSoFar, total }) => (sliSoFar === null ? null : total));
  return frameOf({
    refId,
    name: 'Status',
    meta: frameMeta({ preferred: 'table' }, rows.map(answerOf)),
    fields: [
      ...identity(rows),
      ...verdict(rows, figures),
      numberField(
        STATUS_FIELDS.target,
        fineShare(),
        'Share of events that must be good.',
        rows.map(({ objective }) => objective.target)
      ),
      textField(
        STATUS_FIELDS.window,
        'Period that the objective covers; "now" for items judged as they are.',
        rows.map(({ objective }) => windowInWords(objective.window))
      ),
      numberField(
        STATUS_FIELDS.sli,
        fineShare(sliDecimals(rows.map(({ objective }) => objective.target))),
        'Good events / all events in the window.',
        each(({ sli }) => sli)
      ),
      remainingField(
        STATUS_FIELDS.remaining,
        'Share of the error budget that is left; negative once overspent, empty at a target of 100 %.',
        rows
      ),
      numberField(
        STATUS_FIELDS.budget,
        amounts,
        'Bad events that the target allows in the window: (1 - target) × total. Items, for items as they are now.',
        each(({ budget }) => budget)
      ),
      numberField(
        STATUS_FIELDS.allowed,
        counts,
        'How many more bad events (or items) are allowed before a breach.',
        each(({ allowed }) => allowed)
      ),
      ...BURN_RATES.map(([name, lookbackMs]) =>
        numberField(
          name,
          multiples,
          'Burn rate: at 1 the budget lasts exactly one window, at 2 half of it.',
          each(({ burnRate }) => burnRate(lookbackMs))
        )
      ),
      numberField(
        STATUS_FIELDS.good,
        counts,
        'Good events (or items) in the window.',
        each(({ good }) => good)
      ),
      numberField(
        STATUS_FIELDS.bad,
        counts,
        'Bad events (or items) in the window.',
        each(({ bad }) => bad)
      ),
      numberField(
        STATUS_FIELDS.total,
        counts,
        'All events (or items) in the window.',
        each(({ total }) => total)
      ),
      numberField(
        STATUS_FIELDS.exhaustion,
        SECONDS,
        'Time until the budget is exhausted at the error ratio of the last day; empty: not at this rate, or unknown.',
        each(({ exhaustionMs }) => inSeconds(exhaustionMs))
      ),
      timeField(
        STATUS_FIELDS.compliance,
        'When a breached objective complies again if traffic continues at its mean rate and nothing else fails; empty: ' +
          'it complies, or this is unknown.',
        each(({ complianceAtMs }) => complianceAtMs)
      ),
      numberField(
        STATUS_FIELDS.coverage,
        SHARE,
        'Observed share of the window.',
        each(({ coverage }) => coverage)
      ),
      timeField(
        STATUS_FIELDS.asOf,
        'The instant that the figures hold for.',
        each(({ asOfMs }) => asOfMs)
      ),
      numberField(
        STATUS_FIELDS.budgetMinutes,
        MINUTES,
        '(1 - target) × observed minutes; objectives whose events are observed time only.',
        each(({ budgetMinutes }) => budgetMinutes)
      ),
      numberField(
        STATUS_FIELDS.remainingWithoutExclusions,
        SHARE,
        'Budget remaining if no planned maintenance had been declared.',
        each(({ remainingWithoutExclusions }) => remainingWithoutExclusions)
      ),
      numberField(
        STATUS_FIELDS.excluded,
        SECONDS,
        'Planned maintenance in the window, which is not counted.',
        each(({ excludedMs }) => inSeconds(excludedMs))
      ),
      numberField(
        STATUS_FIELDS.sliSoFar,
        fineShare(sliDecimals(rows.map(({ objective }) => objective.target))),
        'Good events / all events so far, while less than 10 % of the window was observed; empty once there is an SLI.',
        each(({ sliSoFar }) => sliSoFar)
      ),
      numberField(
        STATUS_FIELDS.eventsSoFar,
        counts(eventsSoFar),
        'The events that "SLI so far" is computed from; empty once there is an SLI.',
        eventsSoFar
      ),
      textField(
        STATUS_FIELDS.why,
        'The figures behind the status, or what failed and what to do.',
        each(({ why }) => why)
      ),
      textField(
        STATUS_FIELDS.description,
        'Description of the objective in the catalogue.',
        rows.map(({ objective }) => objective.description)
      ),
      textField(
        STATUS_FIELDS.upstream,
        'Where its events come from.',
        rows.map(({ objective }) => objective.indicator.source)
      ),
      ...ids(rows),
    ],
  });
}

function identity(rows: readonly PendingRow[]) {
  return [
    textField(
      STATUS_FIELDS.category,
      'Category of the service document.',
      rows.map(({ objective }) => objective.category.displayName)
    ),
    textField(
      STATUS_FIELDS.application,
      'Application; empty for objectives of a whole category.',
      rows.map(({ objective }) => objective.application?.displayName ?? null)
    ),
    textField(
      STATUS_FIELDS.objective,
      'Name of the objective.',
      rows.map(({ objective }) => objective.displayName)
    ),
  ];
}

function verdict(rows: readonly PendingRow[], figures: StatusFigures[]) {
  return [
    textField(
      STATUS_FIELDS.status,
      `One of: ${Object.values(STATE_WORDS).join(', ')}.`,
      rows.map((row) => STATE_WORDS[rowState(row)])
    ),
    flagField(
      STATUS_FIELDS.provisional,
      'Less than 90 % of the window was observed.',
      figures.map(({ provisional }) => provisional)
    ),
    textField(
      STATUS_FIELDS.verdict,
      `The status, followed by "${PROVISIONAL}" where less than 90 % of the window was observed.`,
      rows.map((row) => verdictOf(rowState(row), isProvisional(row)))
    ),
    numberField(
      STATUS_FIELDS.worstFirst,
      PLACE,
      'Rank among the rows, from 1 for the worst: by status, then by budget remaining.',
      placesOf(rows)
    ),
  ];
}

function ids(rows: readonly PendingRow[]) {
  return [
    idField(
      STATUS_FIELDS.objectiveId,
      'Id of the objective, for links and variables.',
      rows.map(({ objective }) => objective.id)
    ),
    idField(
      STATUS_FIELDS.categoryId,
      'Id of the category, for links and variables.',
      rows.map(({ objective }) => objective.category.id)
    ),
    idField(
      STATUS_FIELDS.applicationId,
      'Id of the application, for links and variables.',
      rows.map(({ objective }) => objective.application?.id ?? null)
    ),
  ];
}

function placesOf(rows: readonly PendingRow[]): number[] {
  const places = new Map([...rows].sort(byUrgency).map((row, index) => [row, index + 1]));
  return rows.map((row) => places.get(row) ?? rows.length);
}
