import type { DataFrame } from '@grafana/data';
import type { ObjectiveAlerts } from '../evaluation/results';
import { idField, numberField, textField, inSeconds } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { ALERT_STATE_WORDS } from '../frames/stateWords';
import { multiples, SECONDS, SHARE } from '../frames/units';
import { pendingAlerts } from '../evaluation/evaluateAlerts';
import { defineQuery, evaluateEach, momentOf } from './defineQuery';
import { FRAME_TYPES, frameOf } from '../frames/grafana';

/** Names of the `alerts` frame's fields, which dashboards build on. */
export const ALERTS_FIELDS = {
  objective: 'Objective',
  severity: 'Severity',
  state: 'State',
  threshold: 'Threshold',
  lookback: 'Lookback',
  burnRate: 'Burn rate',
  shortLookback: 'Short lookback',
  shortBurnRate: 'Short burn rate',
  budgetFraction: 'Budget spent at firing',
  outageFiresAfter: 'Outage fires after',
  why: 'Why',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
} as const;

export const alertsQuery = defineQuery<ObjectiveAlerts[]>({
  label: 'Burn-rate alerts',
  help: 'One row per burn-rate alert of an objective: threshold, lookbacks, burn rates now, and whether it would fire.',
  options: ['window'],
  fields: ALERTS_FIELDS,
  inWords: ({ whose, over }) =>
    `Burn-rate alerts of ${whose} ${over}, judged at the end of the time range, as a table.`,
  evaluate: async (run, show, signal) => {
    await evaluateEach(
      run.objectives,
      pendingAlerts,
      (one) => run.evaluate('alerts', one, momentOf(run), signal),
      show
    );
  },
  frames: (refId, alerts) => [alertsFrame(refId, alerts)],
});

/** One row for each alert of an objective on its events, the fastest burn rate first: data-plane kind numeric-long. */
export function alertsFrame(refId: string, alerts: readonly ObjectiveAlerts[]): DataFrame {
  const rows = alerts.flatMap(({ objective, rows: ofObjective }) => ofObjective.map((row) => ({ objective, row })));
  const text = (name: string, description: string, read: (one: (typeof rows)[number]) => string) =>
    textField(name, description, rows.map(read));
  return frameOf({
    refId,
    name: 'Burn-rate alerts',
    meta: frameMeta({ type: FRAME_TYPES.numericLong, preferred: 'table' }, alerts),
    fields: [
      text(ALERTS_FIELDS.objective, 'Name of the objective.', ({ objective }) => objective.displayName),
      text(ALERTS_FIELDS.severity, 'page or ticket.', ({ row }) => row.severity),
      text(
        ALERTS_FIELDS.state,
        `One of: ${Object.values(ALERT_STATE_WORDS).join(', ')}. Computed from the same counts as every other figure.`,
        ({ row }) => ALERT_STATE_WORDS[row.state]
      ),
      numberField(
        ALERTS_FIELDS.threshold,
        multiples,
        'Burn rate above which it fires; empty for alerts on single events.',
        rows.map(({ row }) => row.factor)
      ),
      numberField(
        ALERTS_FIELDS.lookback,
        SECONDS,
        'Lookback of the alert.',
        rows.map(({ row }) => inSeconds(row.longMs))
      ),
      numberField(
        ALERTS_FIELDS.burnRate,
        multiples,
        'Burn rate over the lookback.',
        rows.map(({ row }) => row.longRate)
      ),
      numberField(
        ALERTS_FIELDS.shortLookback,
        SECONDS,
        'Shorter lookback that must be above the threshold too, so that the alert ends soon; empty without one.',
        rows.map(({ row }) => inSeconds(row.shortMs))
      ),
      numberField(
        ALERTS_FIELDS.shortBurnRate,
        multiples,
        'Burn rate over the short lookback; empty below half an hour, which buckets of five minutes cannot answer.',
        rows.map(({ row }) => row.shortRate)
      ),
      numberField(
        ALERTS_FIELDS.budgetFraction,
        SHARE,
        'Share of the window’s budget that is spent when it fires.',
        rows.map(({ row }) => row.budgetFraction)
      ),
      numberField(
        ALERTS_FIELDS.outageFiresAfter,
        SECONDS,
        'How long a total outage takes to fire it after a clean window.',
        rows.map(({ row }) => inSeconds(row.outageFiresAfterMs))
      ),
      text(
        ALERTS_FIELDS.why,
        'What was measured; or why it cannot fire, or is left out, in one sentence.',
        ({ row }) => row.why
      ),
      idField(
        ALERTS_FIELDS.objectiveId,
        'Id of the objective, for links and variables.',
        rows.map(({ objective }) => objective.id)
      ),
      idField(
        ALERTS_FIELDS.categoryId,
        'Id of the category, for links and variables.',
        rows.map(({ objective }) => objective.category.id)
      ),
    ],
  });
}
