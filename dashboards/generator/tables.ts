import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { ANNOTATION_FIELDS } from '../../src/frames/annotationFrame';
import { ALERT_STATE_WORDS, STATE_WORDS } from '../../src/frames/stateWords';
import { ALERTS_FIELDS } from '../../src/queries/alerts';
import { QUERIES_FIELDS } from '../../src/queries/queries';
import { STATUS_FIELDS } from '../../src/queries/status';
import { ALERT_STATES, budgetThresholds, EXHAUSTED, property, withoutBudget } from './appearance';
import type { Selected } from './charts';
import { inOrder, PLACE_IN_WORDS, VERDICTS_BY_URGENCY } from './columnOrder';
import { toCategoryOfRow, toObjectiveOfRow } from './links';
import { DATA_SOURCE, query } from './query';

/** A column of a table: the field and how it looks. Columns not named are left out, but links may still read them. */
export interface Column {
  field: string;
  /** Shown instead of its name, in the table alone: a download without transformations needs distinct names. */
  shownAs?: string;
  properties?: DynamicConfigValue[];
}

export const solid = property.cell({ type: 'color-background', mode: 'basic' });
export const wrapped = property.cell({ type: 'auto', wrapText: true });
export const coloured = property.cell({ type: 'color-text' });

/**
 * Widths of columns that hold any figure of their kind whole, up to a target of 99.999 %: 17.4 Mil, 1,000,000,000,000, -9999900.0%,
 * 100000 ×, 52.1 weeks, 99.999%, 100.00000%, 2026-11-22 10:35:00 to the minute 2026-11-22 10:35, and within days
 * Nov 22 10:35.
 */
export const WIDTHS = {
  count: 74,
  wholeCount: 148,
  share: 98,
  multiple: 72,
  duration: 84,
  target: 68,
  fineShare: 98,
  instant: 158,
  minute: 132,
  nearMinute: 100,
};

const VERDICT: Column = {
  field: STATUS_FIELDS.verdict,
  shownAs: 'Status',
  properties: [...PLACE_IN_WORDS, solid, property.filterable(), property.width(156)],
};
export const NAMED = [property.link('Open the objective', toObjectiveOfRow), property.filterable(), wrapped];
export const OBJECTIVE: Column = {
  field: STATUS_FIELDS.objective,
  properties: [...NAMED, property.minWidth(118)],
};
const CATEGORY: Column = {
  field: STATUS_FIELDS.category,
  properties: [
    property.link('Open the category', toCategoryOfRow),
    property.filterable(),
    wrapped,
    property.width(160),
  ],
};
const REMAINING: Column = {
  field: STATUS_FIELDS.remaining,
  properties: [
    property.displayName('Budget left'),
    property.thresholds(budgetThresholds()),
    property.byThresholds(),
    coloured,
    property.mappings(withoutBudget()),
    property.noValue('–'),
    property.width(WIDTHS.share),
  ],
};
/** The same share as a bar, which is empty once the budget is overspent; in a cell of its own, so that all bars are as long. */
const REMAINING_BAR: Column = {
  field: 'Bar',
  properties: [
    property.unit('percentunit'),
    property.min(0),
    property.max(1),
    property.thresholds(budgetThresholds()),
    property.byThresholds(),
    property.mappings(withoutBudget()),
    property.cell({ type: 'gauge', mode: 'basic', valueDisplayMode: 'hidden' }),
    property.width(64),
  ],
};
const WITH_BAR: DataTransformerConfig = {
  id: 'calculateField',
  options: {
    mode: 'reduceRow',
    timeSeries: false,
    reduce: { reducer: 'lastNotNull', include: [STATUS_FIELDS.remaining] },
    alias: REMAINING_BAR.field,
  },
};
export const narrow = (field: string, width: number, ...properties: DynamicConfigValue[]): Column => ({
  field,
  properties: [property.width(width), ...properties],
});

/** A forecast is worth no more. */
export const TO_THE_MINUTE = property.unit('time:YYYY-MM-DD HH:mm');

/** Within days: the year goes without saying. */
const NEAR_TO_THE_MINUTE = property.unit('time:MMM D HH:mm');

/** A duration in its largest unit: "30 mins", "6 hours". */
const SHORTLY = [property.unit('s'), property.decimals(0)];

/** Every objective, the worst first, for readers who do not run the platform. */
export function overviewTable(): TableBuilder {
  return statusTable('Objectives (worst first)', {}, [
    // On a phone, what comes first is all that is in sight.
    { field: STATUS_FIELDS.objective, properties: [...NAMED, property.width(150)] },
    narrow(STATUS_FIELDS.sli, WIDTHS.fineShare),
    REMAINING,
    REMAINING_BAR,
    VERDICT,
    narrow(STATUS_FIELDS.target, WIDTHS.target),
    narrow(STATUS_FIELDS.burnRate1h, WIDTHS.multiple, property.displayName('Burn 1 h')),
    narrow(STATUS_FIELDS.burnRate6h, WIDTHS.multiple, property.displayName('Burn 6 h')),
    { field: STATUS_FIELDS.why, properties: [wrapped, property.minWidth(250)] },
  ]).description(
    'SLI: share of good events over the window; budget left: how much of the failures that the target allows is not ' +
      'used up, as a bar too; burn: burn rates over the last hour and six hours. Names link to the objective.'
  );
}

/** The objectives of a category with everything that operators ask first. */
export function categoryTable(selected: Selected): TableBuilder {
  return statusTable('Objectives (worst first)', selected, [
    OBJECTIVE,
    narrow(STATUS_FIELDS.sli, WIDTHS.fineShare),
    REMAINING,
    VERDICT,
    narrow(STATUS_FIELDS.target, WIDTHS.target),
    narrow(STATUS_FIELDS.bad, WIDTHS.count),
    narrow(STATUS_FIELDS.total, WIDTHS.count),
    narrow(STATUS_FIELDS.burnRate1h, WIDTHS.multiple, property.displayName('Burn 1 h')),
    narrow(STATUS_FIELDS.burnRate6h, WIDTHS.multiple, property.displayName('Burn 6 h')),
    narrow(STATUS_FIELDS.burnRate3d, WIDTHS.multiple, property.displayName('Burn 3 d')),
    narrow(
      STATUS_FIELDS.exhaustion,
      89,
      property.displayName('Time to exhaustion'),
      property.mappings(EXHAUSTED),
      property.wrapHeader()
    ),
    narrow(
      STATUS_FIELDS.compliance,
      WIDTHS.nearMinute,
      NEAR_TO_THE_MINUTE,
      property.displayName('Earliest compliance'),
      property.wrapHeader()
    ),
  ]).description(
    'Bad and total: events in the window, or items as they are now. Burn 1 h, 6 h, 3 d: burn rates over these lookbacks. Time to exhaustion: ' +
      'time until the budget is gone at the rate of the last day. Earliest compliance: when a breached objective complies if ' +
      'nothing else fails.'
  );
}

/** Items of a point-in-time objective: the verdict in words, with what must become good. */
export function itemsTable(selected: Selected): TableBuilder {
  return statusTable('What is missing', selected, [
    VERDICT,
    narrow(STATUS_FIELDS.bad, WIDTHS.count),
    narrow(STATUS_FIELDS.total, WIDTHS.count),
    { field: STATUS_FIELDS.why, properties: [wrapped, property.minWidth(300)] },
  ]).description('Items as they are now: how many are bad, and which, the most urgent first.');
}

/** What one objective is, in words. */
export function aboutTable(selected: Selected): TableBuilder {
  return statusTable('About this objective', selected, [
    { field: STATUS_FIELDS.description, properties: [wrapped, property.minWidth(240)] },
    { field: STATUS_FIELDS.why, properties: [property.displayName('Figures'), wrapped, property.minWidth(200)] },
    narrow(STATUS_FIELDS.category, 185, property.link('Open the category', toCategoryOfRow)),
    narrow(STATUS_FIELDS.window, 80),
    narrow(STATUS_FIELDS.upstream, 100),
    narrow(STATUS_FIELDS.bad, WIDTHS.count),
    narrow(STATUS_FIELDS.total, WIDTHS.count),
    narrow(STATUS_FIELDS.budget, WIDTHS.count, property.displayName('Budget')),
  ])
    .cellHeight(TableCellHeight.Lg)
    .description('What the catalogue says, what the status rests on, and the counts behind it.');
}

/** The objective judged over shorter and longer windows than its own. */
export function windowsTable(objectives: string[]): TableBuilder {
  const windows = ['1h', '6h', '1d', '7d', '30d'];
  const columns: Column[] = [
    narrow(STATUS_FIELDS.window, 70),
    narrow(STATUS_FIELDS.sli, WIDTHS.fineShare),
    REMAINING,
    // Merged frames show all rows in the unit of the first, so that a million may have all of its digits.
    narrow(STATUS_FIELDS.bad, WIDTHS.wholeCount),
    narrow(STATUS_FIELDS.total, WIDTHS.wholeCount),
    VERDICT,
    { field: STATUS_FIELDS.why, properties: [wrapped, property.minWidth(200)] },
  ];
  const builder = styled(table('Over other windows'), columns)
    .description('The same objective judged over the last hour, six hours, day, week and 30 days.')
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation(VERDICTS_BY_URGENCY)
    .withTransformation(only(columns, STATUS_FIELDS));
  windows.forEach((window, index) =>
    builder.withTarget(query({ queryType: 'status', objectives, window }, String.fromCharCode(65 + index)))
  );
  return builder;
}

/** The burn-rate alerts of an objective with their state. */
export function alertsTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    narrow(ALERTS_FIELDS.state, 110, solid),
    narrow(ALERTS_FIELDS.severity, 80),
    narrow(ALERTS_FIELDS.threshold, 90),
    narrow(ALERTS_FIELDS.lookback, WIDTHS.duration, ...SHORTLY),
    narrow(ALERTS_FIELDS.burnRate, 90),
    narrow(ALERTS_FIELDS.budgetFraction, 110, property.displayName('Budget spent')),
    narrow(ALERTS_FIELDS.outageFiresAfter, 165, property.displayName('Outage fires in')),
    { field: ALERTS_FIELDS.why, properties: [wrapped, property.minWidth(140)] },
  ];
  return styled(table('Burn-rate alerts'), columns, 'No alerts: judged as it is now, or its catalogue asks for none')
    .description(
      'The alerts that target and window allow; each fires while the burn rate over the lookback, and over the short one, is ' +
        'above the threshold, and enough events were bad. Without threshold: single events, which act while the budget is ' +
        'small. Budget spent: share that is gone when it fires. “cannot fire”: not even in a total outage; “left out”: it could ' +
        'fire, but not when it should; Why has the arithmetic. Judged at the end of the range. Empty for items and for ' +
        'objectives that raise no alerts.'
    )
    .withTarget(query({ queryType: 'alerts', ...selected }))
    .withTransformation(saidIfEmpty(ALERTS_FIELDS.objectiveId))
    .withTransformation(inOrder(ALERTS_FIELDS.state, ALERT_STATES))
    .withTransformation(only(columns, ALERTS_FIELDS));
}

/** Burn-rate alerts of all objectives whose condition holds, by the figures. */
export function firingAlertsTable(): TableBuilder {
  const columns: Column[] = [
    OBJECTIVE,
    narrow(ALERTS_FIELDS.severity, 76),
    narrow(ALERTS_FIELDS.burnRate, 84),
    narrow(ALERTS_FIELDS.lookback, WIDTHS.duration, ...SHORTLY),
  ];
  return styled(table('Firing burn-rate alerts'), columns, 'No burn-rate alert is known to fire')
    .description(
      'The budget is being spent faster than the threshold over both lookbacks. Without threshold: single events failed ' +
        'where traffic is low. Judged by the figures on this page at the end of the range, whether or not alert rules ' +
        'are provisioned.'
    )
    .withTarget(query({ queryType: 'alerts' }))
    .withTransformation(rowsWhere(ALERTS_FIELDS.state, ALERT_STATE_WORDS.firing))
    .withTransformation(saidIfEmpty(ALERTS_FIELDS.state))
    .withTransformation(only(columns, ALERTS_FIELDS));
}

/** Breaches of an objective within the range. */
export function breachesTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    narrow(ANNOTATION_FIELDS.time, 165, property.displayName('From')),
    narrow(ANNOTATION_FIELDS.timeEnd, 165, property.displayName('Until'), property.unit('dateTimeAsIso')),
    { field: ANNOTATION_FIELDS.text, properties: [property.displayName('What'), wrapped] },
  ];
  return styled(table('Breaches'), columns, 'No breach is known within this range')
    .description('When the objective was breached within the range, by the hour. Empty: never.')
    .withTarget(query({ queryType: 'breaches', ...selected }))
    .withTransformation(saidIfEmpty(ANNOTATION_FIELDS.title))
    .withTransformation(only(columns, ANNOTATION_FIELDS));
}

/** The queries behind the figures. */
export function queriesTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    narrow(QUERIES_FIELDS.upstream, 110),
    { field: QUERIES_FIELDS.query, properties: [wrapped] },
  ];
  return styled(table('Queries that ran'), columns, 'No queries ran')
    .description('What was sent to the upstream for the figures above, ready to be tried there.')
    .withTarget(query({ queryType: 'queries', ...selected }))
    .withTransformation(saidIfEmpty(QUERIES_FIELDS.objectiveId))
    .withTransformation(only(columns, QUERIES_FIELDS));
}

export function breachedTable(): TableBuilder {
  const columns = [VERDICT, OBJECTIVE, CATEGORY, REMAINING, { field: STATUS_FIELDS.why, properties: [wrapped] }];
  return statusTable('Breached objectives', {}, columns, {
    rows: rowsWhere(STATUS_FIELDS.status, STATE_WORDS.breached),
    ifNone: 'No objective is known to be breached',
  }).description('Objectives that keep the services above in their sprints, the most overspent first.');
}

function statusTable(
  title: string,
  selected: Selected,
  columns: Column[],
  some?: { rows: DataTransformerConfig; ifNone: string }
): TableBuilder {
  const builder = styled(table(title), columns, some?.ifNone).withTarget(query({ queryType: 'status', ...selected }));
  if (some) {
    builder.withTransformation(some.rows).withTransformation(saidIfEmpty(STATUS_FIELDS.status));
  }
  if (columns.includes(REMAINING_BAR)) {
    builder.withTransformation(WITH_BAR);
  }
  return builder
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: STATUS_FIELDS.worstFirst, desc: false }] } })
    .withTransformation(VERDICTS_BY_URGENCY)
    .withTransformation(only(columns, STATUS_FIELDS));
}

export function table(title: string): TableBuilder {
  return new TableBuilder().title(title).datasource(DATA_SOURCE).cellHeight(TableCellHeight.Sm);
}

/**
 * @param ifEmpty What the table says without rows. Grafana would say it in every cell without a value too, so these get a dash.
 */
export function styled(builder: TableBuilder, columns: Column[], ifEmpty?: string): TableBuilder {
  const dash = ifEmpty === undefined ? [] : [property.noValue('–')];
  columns.forEach(({ field, properties = [] }) => {
    const all = [...dash, ...properties];
    if (all.length > 0) {
      builder.overrideByName(field, all);
    }
  });
  return ifEmpty === undefined ? builder : builder.noValue(ifEmpty);
}

/** The columns in their order, and what links read, which the data source hides from view. */
export function only(columns: Column[], all: Record<string, string>): DataTransformerConfig {
  const shown = columns.map(({ field }) => field);
  const rest = Object.values(all).filter((field) => !shown.includes(field));
  const excluded = rest.filter((field) => field !== 'Link' && !field.endsWith(' id'));
  return {
    id: 'organize',
    options: {
      indexByName: Object.fromEntries(shown.map((field, index) => [field, index])),
      excludeByName: Object.fromEntries(excluded.map((field) => [field, true])),
      renameByName: Object.fromEntries(
        columns.flatMap(({ field, shownAs }) => (shownAs === undefined ? [] : [[field, shownAs]]))
      ),
    },
  };
}

/**
 * Without rows, no frame at all, because only then does Grafana show a table's words for having none.
 *
 * @param constant A field with the same value in all rows, so that all of them stay in one frame.
 */
export function saidIfEmpty(constant: string): DataTransformerConfig {
  return { id: 'partitionByValues', options: { fields: [constant], keepFields: true, naming: { asLabels: false } } };
}

/** Rows that have none of the values. */
export function rowsWithout(fieldName: string, ...values: string[]): DataTransformerConfig {
  return { id: 'filterByValue', options: { type: 'exclude', match: 'any', filters: equal(fieldName, values) } };
}

/** Rows that have one of the values. */
export function rowsWhere(fieldName: string, ...values: string[]): DataTransformerConfig {
  return { id: 'filterByValue', options: { type: 'include', match: 'any', filters: equal(fieldName, values) } };
}

function equal(fieldName: string, values: string[]) {
  return values.map((value) => ({ fieldName, config: { id: 'equal', options: { value } } }));
}
