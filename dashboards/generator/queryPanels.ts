import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { Objective } from '../../src/catalogue/objective';
import { CONTRIBUTORS_FIELDS } from '../../src/queries/contributors';
import { QUERY_OUTCOMES_FIELDS } from '../../src/queries/queryOutcomes';
import { TRINO_STATE_FIELDS } from '../../src/queries/trinoState';
import { fixedColour, property, UPSTREAM_STATE_MAPPINGS } from './appearance';
import type { Selected } from './charts';
import type { ObjectivePanel } from './ids';
import { query } from './query';
import { narrow, only, rowsWhere, saidIfEmpty, styled, table, WIDTHS, wrapped, type Column } from './tables';
import { stat } from './tiles';

/** Whether an objective counts the queries of a Trino. */
export function countsQueries({ indicator }: Objective): boolean {
  return indicator.source === 'Trino';
}

/** What Trino reports about itself, side by side. */
export function trinoStateTile(selected: Selected): StatBuilder {
  const shown = [
    TRINO_STATE_FIELDS.state,
    TRINO_STATE_FIELDS.version,
    TRINO_STATE_FIELDS.uptime,
    TRINO_STATE_FIELDS.activeNodes,
    TRINO_STATE_FIELDS.running,
    TRINO_STATE_FIELDS.queued,
  ];
  return stat('Trino now')
    .description(
      'What Trino reports about itself, queried once a minute; running and queued queries do not include the plugin’s own. If ' +
        'it is not active, the corner of the panel says why. The availability below shows whether users could reach it.'
    )
    .withTarget(query({ queryType: 'trinoState', ...selected }))
    .colorMode(BigValueColorMode.Value)
    .colorScheme(fixedColour('text'))
    .textMode(BigValueTextMode.ValueAndName)
    .orientation(VizOrientation.Auto)
    .text(new VizTextDisplayOptionsBuilder().titleSize(12).valueSize(20))
    .reduceOptions(
      new ReduceDataOptionsBuilder()
        .values(false)
        .calcs(['lastNotNull'])
        .fields(`/^(${shown.join('|')})$/`)
    )
    .overrideByName(TRINO_STATE_FIELDS.state, [property.mappings(UPSTREAM_STATE_MAPPINGS)]);
}

interface Placed {
  panel: ObjectivePanel;
  builder: TableBuilder;
  x: number;
  y: number;
  w: number;
  h: number;
}

const OUTCOMES_HEIGHT = 4;
const MOST_CODES = 6;
const MOST_OF_OTHERS = 5;

/** What is below the charts of an objective that counts queries: how they ended, and what the bad ones divide into. */
function placed(objective: Objective): Placed[] {
  if (!countsQueries(objective)) {
    return [];
  }
  const selected = { objectives: [objective.id] };
  // Messages take two lines.
  const codes = { y: OUTCOMES_HEIGHT, h: 2 * MOST_CODES };
  const below = codes.y + codes.h;
  const h = MOST_OF_OTHERS + 3;
  const half = (x: number, row: number) => ({ x, y: below + row * h, w: 12, h });
  return [
    { panel: 'outcomes', builder: outcomesTable(selected), x: 0, y: 0, w: 24, h: OUTCOMES_HEIGHT },
    { panel: 'errorCodes', builder: errorCodesTable(selected), x: 0, w: 24, ...codes },
    { panel: 'errorTypes', builder: partsTable('Error types', 'Error type', selected), ...half(0, 0) },
    { panel: 'users', builder: partsTable('Users', 'User', selected), ...half(12, 0) },
    { panel: 'sources', builder: partsTable('Sources', 'Source', selected), ...half(0, 1) },
    { panel: 'resourceGroups', builder: partsTable('Resource groups', 'Resource group', selected), ...half(12, 1) },
  ];
}

export function queryPanelsHeight(objective: Objective): number {
  return Math.max(0, ...placed(objective).map(({ y, h }) => y + h));
}

/** The panels, the first of them at `y`. */
export function queryPanelsOf(
  objective: Objective,
  idOf: (panel: ObjectivePanel) => number,
  y: number
): Array<Builder<Panel>> {
  return placed(objective).map(({ panel, builder, ...at }) => builder.id(idOf(panel)).gridPos({ ...at, y: y + at.y }));
}

function outcomesTable(selected: Selected): TableBuilder {
  const count = (field: string, ...properties: DynamicConfigValue[]): Column => ({
    field,
    properties: [property.minWidth(80), ...properties],
  });
  const columns: Column[] = [
    count(QUERY_OUTCOMES_FIELDS.total),
    count(QUERY_OUTCOMES_FIELDS.finished),
    count(QUERY_OUTCOMES_FIELDS.unexpected, property.displayName('Unexpected')),
    count(QUERY_OUTCOMES_FIELDS.userErrors),
    count(QUERY_OUTCOMES_FIELDS.ignored),
    count(QUERY_OUTCOMES_FIELDS.abandoned),
    count(QUERY_OUTCOMES_FIELDS.killed),
    narrow(QUERY_OUTCOMES_FIELDS.sliExcluded, 190),
    narrow(QUERY_OUTCOMES_FIELDS.sliGood, 190, property.displayName('SLI with them as good')),
    narrow(QUERY_OUTCOMES_FIELDS.rule, 130),
  ];
  return styled(table('How queries ended'), columns, 'No query is known to have ended within the window')
    .description(
      'Queries that ended in the window, without the plugin’s own. Abandoned (the client went away) and killed (by an ' +
        'administrator) are among the others, mostly among user errors, as which Trino classes them. The last columns ' +
        'show the SLI by both readings of user errors, and the one that the objective is judged by.'
    )
    .withTarget(query({ queryType: 'queryOutcomes', ...selected }))
    .withTransformation(saidIfEmpty(QUERY_OUTCOMES_FIELDS.objectiveId))
    .withTransformation(only(columns, QUERY_OUTCOMES_FIELDS));
}

const FIGURES: Column[] = [
  narrow(CONTRIBUTORS_FIELDS.bad, WIDTHS.count),
  narrow(CONTRIBUTORS_FIELDS.shareOfBad, 95, property.displayName('Share of failures'), property.wrapHeader()),
];
const LAST_FAILURE = narrow(CONTRIBUTORS_FIELDS.lastFailure, WIDTHS.instant, property.unit('dateTimeAsIso'));

function errorCodesTable(selected: Selected): TableBuilder {
  const columns: Column[] = [
    narrow(CONTRIBUTORS_FIELDS.contributor, 270, property.displayName('Error code')),
    ...FIGURES,
    narrow(CONTRIBUTORS_FIELDS.budgetConsumed, 110, property.displayName('Share of budget'), property.wrapHeader()),
    LAST_FAILURE,
    { field: CONTRIBUTORS_FIELDS.message, properties: [wrapped, property.minWidth(300)] },
  ];
  return divided('Error codes', 'Error code', MOST_CODES, columns, selected).description(
    'The error codes of unexpected errors, the most frequent first, six at most, with what Trino said of the last one and ' +
      'the ids of the latest queries. A code links to its last query in Trino’s own interface.'
  );
}

function partsTable(title: string, dimension: string, selected: Selected): TableBuilder {
  const columns: Column[] = [
    { field: CONTRIBUTORS_FIELDS.contributor, properties: [property.displayName(dimension), property.minWidth(120)] },
    ...FIGURES,
    LAST_FAILURE,
  ];
  return divided(title, dimension, MOST_OF_OTHERS, columns, selected).description(
    `The ${title.toLowerCase()} of unexpected errors, the most frequent first, five at most. Share of failures: share of all ` +
      'unexpected errors.'
  );
}

function divided(title: string, dimension: string, most: number, columns: Column[], selected: Selected): TableBuilder {
  return styled(table(title), columns, 'No unexpected error is known, or the upstream keeps no list of queries')
    .withTarget(query({ queryType: 'contributors', ...selected }))
    .withTransformation(rowsWhere(CONTRIBUTORS_FIELDS.dimension, dimension))
    .withTransformation(saidIfEmpty(CONTRIBUTORS_FIELDS.dimension))
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: CONTRIBUTORS_FIELDS.bad, desc: true }] } })
    .withTransformation({ id: 'limit', options: { limitField: most } })
    .withTransformation(only(columns, CONTRIBUTORS_FIELDS));
}
