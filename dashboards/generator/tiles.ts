import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { CATEGORY_FIELDS } from '../../src/queries/category';
import { STATUS_FIELDS } from '../../src/queries/status';
import { STATE_COLOURS } from '../../src/frames/colours';
import {
  budgetThresholds,
  EXHAUSTED,
  fixedColour,
  noThresholds,
  property,
  VERDICT_MAPPINGS,
  withoutBudget,
} from './appearance';
import type { Selected } from './charts';
import { toCategoryOfRow, toWorstObjectiveOfRow } from './links';
import { DATA_SOURCE, query } from './query';

type StatusFieldName = (typeof STATUS_FIELDS)[keyof typeof STATUS_FIELDS];

/** One tile per category, named by it, coloured by its verdict; a click leads to its dashboard. */
export function categoryTiles(): StatBuilder {
  return categoryRow('Categories', CATEGORY_FIELDS.verdict, '${__data.fields.Category}')
    .description(
      'The worst status among the objectives of each category. “provisional”: less than 90 % of the window of one of ' +
        'them was observed; “not enough data yet”: too little for any figure. A click opens the category.'
    )
    .colorMode(BigValueColorMode.BackgroundSolid)
    .thresholds(noThresholds(STATE_COLOURS.noData))
    .overrideByName(CATEGORY_FIELDS.verdict, [
      property.displayName('${__data.fields.Category}'),
      property.mappings(VERDICT_MAPPINGS),
      property.link('Open ${__data.fields.Category}', toCategoryOfRow),
    ]);
}

/** Below each tile, the objective that made it so and the budget that it has left. */
export function worstObjectiveTiles(): StatBuilder {
  return categoryRow('Lowest budget', CATEGORY_FIELDS.remaining, '${__data.fields["Worst objective"]}')
    .description(
      'The objective that decides each category’s status, with the share of its error budget that is left: below 0 % ' +
        'it is overspent. A click opens the objective.'
    )
    .colorMode(BigValueColorMode.Value)
    .overrideByName(CATEGORY_FIELDS.remaining, [
      property.displayName('${__data.fields["Worst objective"]}'),
      property.thresholds(budgetThresholds()),
      property.byThresholds(),
      property.mappings(withoutBudget()),
      property.link('Open ${__data.fields["Worst objective"]}', toWorstObjectiveOfRow),
    ]);
}

/** How many objectives are in each state. */
export function countTiles(): StatBuilder {
  const counted = [
    [CATEGORY_FIELDS.met, STATE_COLOURS.met],
    [CATEGORY_FIELDS.atRisk, STATE_COLOURS.atRisk],
    [CATEGORY_FIELDS.breached, STATE_COLOURS.breached],
    [CATEGORY_FIELDS.noData, STATE_COLOURS.noData],
    [CATEGORY_FIELDS.failed, STATE_COLOURS.failed],
  ] as const;
  const names = counted.map(([name]) => name).join('|');
  const builder = stat('Objectives by status')
    .description(
      'How many objectives are met, at risk (little budget left, exhausted within three days at the rate of the last day, or ' +
        'a paging alert fires), breached, without data, or failed to be read.'
    )
    .withTarget(query({ queryType: 'category' }))
    .decimals(0)
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.ValueAndName)
    .orientation(VizOrientation.Auto)
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['sum']).fields(`/^(${names})$/`));
  counted.forEach(([name, colour]) =>
    builder.overrideByName(name, [property.colour(colour), property.decimals(0), property.unit('none')])
  );
  return builder;
}

/** The verdict of one objective, on its colour. */
export function verdictTile(selected: Selected): StatBuilder {
  return stat('Status')
    .description(
      'met, at risk (little budget left, exhausted within three days at the rate of the last day, or a paging alert fires), breached, ' +
        'no data, or failed. “provisional”: less than 90 % of the window was observed; “not enough data yet”: too little for ' +
        'any figure.'
    )
    .withTarget(query({ queryType: 'status', ...selected }))
    .textMode(BigValueTextMode.Value)
    .reduceOptions(
      new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields(`/^${STATUS_FIELDS.verdict}$/`)
    )
    .text(new VizTextDisplayOptionsBuilder().valueSize(24))
    .colorMode(BigValueColorMode.BackgroundSolid)
    .thresholds(noThresholds(STATE_COLOURS.noData))
    .overrideByName(STATUS_FIELDS.verdict, [property.mappings(VERDICT_MAPPINGS)]);
}

/** A figure of an objective and the words that name it where its own name is long. */
export interface Figure {
  field: StatusFieldName;
  shownAs?: string;
}

/** Several figures of one objective in one panel. */
export function figuresTile(title: string, figures: readonly Figure[], selected: Selected): StatBuilder {
  // Fields are chosen by the names that they are shown under.
  const names = figures.map(({ field, shownAs }) => shownAs ?? field);
  const builder = stat(title)
    .withTarget(query({ queryType: 'status', ...selected }))
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.ValueAndName)
    .orientation(VizOrientation.Auto)
    .text(new VizTextDisplayOptionsBuilder().titleSize(12).valueSize(17))
    .colorScheme(fixedColour('text'))
    .reduceOptions(
      new ReduceDataOptionsBuilder()
        .values(false)
        .calcs(['lastNotNull'])
        .fields(`/^(${names.join('|')})$/`)
    );
  figures.forEach(({ field, shownAs }) =>
    builder.overrideByName(field, [
      ...(shownAs === undefined ? [] : [property.displayName(shownAs)]),
      ...(field === STATUS_FIELDS.remaining
        ? [property.thresholds(budgetThresholds()), property.byThresholds(), property.mappings(withoutBudget())]
        : []),
      ...(field === STATUS_FIELDS.exhaustion ? [property.mappings(EXHAUSTED)] : []),
    ])
  );
  return builder;
}

export function stat(title: string): StatBuilder {
  return new StatBuilder()
    .title(title)
    .datasource(DATA_SOURCE)
    .graphMode(BigValueGraphMode.None)
    .justifyMode(BigValueJustifyMode.Auto)
    .noValue('–');
}

/** A tile for each category, named by another field: the display name on one field only, and that field chosen by it. */
function categoryRow(title: string, field: string, displayName: string): StatBuilder {
  const pattern = displayName.replace(/[$.{}[\]]/g, '\\$&');
  return stat(title)
    .withTarget(query({ queryType: 'category' }))
    .textMode(BigValueTextMode.ValueAndName)
    .orientation(VizOrientation.Auto)
    .text(new VizTextDisplayOptionsBuilder().titleSize(13).valueSize(17))
    .reduceOptions(new ReduceDataOptionsBuilder().values(true).calcs([]).fields(`/^${pattern}$/`));
}
