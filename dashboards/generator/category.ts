import { DashboardBuilder, RowBuilder, type Panel, type GridPos } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeSizing,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarGaugeBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { dagsterMeasure } from '../../src/catalogue/dagsterMeasure';
import { hasContributors } from '../../src/catalogue/hasContributors';
import type { Category, Objective } from '../../src/catalogue/objective';
import { STATUS_FIELDS } from '../../src/queries/status';
import { budgetThresholds, property, withoutBudget } from './appearance';
import {
  candidatesTable,
  freshnessTable,
  MOST_ASSETS,
  MOST_FAILING,
  partitionsTable,
  reliabilityTable,
} from './assetTables';
import { budgetChart, burnRateChart, eventsChart, sliChart } from './charts';
import { breachesOf, emptyDashboard, maintenanceOf } from './frame';
import { CATEGORY_PANEL_IDS as IDS, categoryUid, objectivePanelId, objectivesIn, type ObjectivePanel } from './ids';
import { lineageOf } from './lineage';
import { panelLinkTo, toObjectiveOfRow } from './links';
import type { Platform } from './platform';
import { DATA_SOURCE, query } from './query';
import { countsQueries, queryPanelsHeight, queryPanelsOf, trinoStateTile } from './queryPanels';
import { contributorsTable, MOST_CONTRIBUTORS } from './contributorsTable';
import { categoryTable, itemsTable } from './tables';
import { text } from './text';
import { figuresTile, verdictTile, type Figure } from './tiles';
import { targetInWords, windowInWords } from '../../src/catalogue/objectiveInWords';

/** More objectives than a page shows at once: their rows begin closed, below a table and a chart of them all. */
const MOST_OPEN_ROWS = 3;

/** What fails in an objective is mostly a handful of things. */
const CONTRIBUTORS_OF_ONE = 4;

const EVENT_FIGURES: Figure[] = [
  { field: STATUS_FIELDS.sli },
  { field: STATUS_FIELDS.remaining, shownAs: 'Budget left' },
  { field: STATUS_FIELDS.allowed, shownAs: 'Failures allowed' },
];
const ITEM_FIGURES: Figure[] = [
  { field: STATUS_FIELDS.sli },
  { field: STATUS_FIELDS.good },
  { field: STATUS_FIELDS.total },
];

/** For those who answer for a category: every objective with its SLI, budget, burn rate, events and breaches. */
export function categoryDashboard(catalogue: Catalogue, category: Category, platform: Platform): DashboardBuilder {
  const objectives = objectivesIn(catalogue, category.id);
  const selected = { categories: [category.id] };
  // Names and times take two lines where the table is narrow.
  const tableHeight = Math.ceil(1.5 * objectives.length) + 3;
  const builder = emptyDashboard(
    {
      uid: categoryUid(category.id),
      title: category.displayName,
      description: category.description,
      back: '30d',
    },
    platform
  )
    .withPanel(text('About this category', category.description).id(IDS.scope).gridPos({ x: 0, y: 0, w: 24, h: 3 }))
    .withPanel(categoryTable(selected).id(IDS.status).gridPos({ x: 0, y: 3, w: 24, h: tableHeight }));
  let y = 3 + tableHeight;
  if (objectives.some(countsQueries)) {
    builder.withPanel(trinoStateTile(selected).id(IDS.trinoState).gridPos({ x: 0, y, w: 24, h: STATE_HEIGHT }));
    y += STATE_HEIGHT;
  }
  if (objectives.length > 1) {
    const h = Math.max(8, Math.min(12, objectives.length + 2));
    builder.withPanel(remainingBars(selected).id(IDS.remaining).gridPos({ x: 0, y, w: 9, h })).withPanel(
      budgetChart(
        selected,
        objectives.map(({ displayName }) => displayName)
      )
        .id(IDS.budget)
        .gridPos({ x: 9, y, w: 15, h })
    );
    y += h;
  }
  const divided = objectives.filter(hasContributors);
  // Dagster's messages mostly take two lines.
  const lineHeight = divided.some((one) => dagsterMeasure(one) !== undefined) ? 1.4 : 1;
  const rows = Math.min(MOST_CONTRIBUTORS, CONTRIBUTORS_OF_ONE * divided.length);
  const how = objectives.length > 1 ? 'ofMany' : 'ofOne';
  const contributors = contributorsTable(selected, how, rows === 0 ? undefined : rows);
  // Room for a sentence.
  const contributorsHeight = rows === 0 ? 4 : Math.ceil(lineHeight * rows) + 5;
  builder.withPanel(
    (divided.length > 0 ? contributors : contributors.noValue(UNDIVIDED))
      .id(IDS.contributors)
      .gridPos({ x: 0, y, w: 24, h: contributorsHeight })
  );
  y += contributorsHeight;
  for (const objective of objectives) {
    const idOf = (panel: ObjectivePanel) => objectivePanelId(catalogue, objective, panel);
    const row = new RowBuilder(rowTitle(objective)).id(idOf('row')).gridPos({ x: 0, y, w: 24, h: 1 });
    const panels = panelsOf(objective, idOf, y + 1);
    if (objectives.length > MOST_OPEN_ROWS) {
      panels.forEach((panel) => row.withPanel(panel));
      builder.withRow(row.collapsed(true));
      y += 1;
    } else {
      builder.withRow(row.collapsed(false));
      panels.forEach((panel) => builder.withPanel(panel));
      y += 1 + heightOf(objective);
    }
    if (objective.window.type !== 'pointInTime') {
      const charts = (['sli', 'budget', 'burnRate', 'events'] as const).map(idOf);
      builder.annotation(breachesOf(`Breaches: ${objective.displayName}`, { objectives: [objective.id] }, charts));
    }
  }
  const provenance = lineageOf(objectives, y);
  if (provenance) {
    builder.withRow(provenance.row);
    provenance.panels.forEach((panel) => builder.withPanel(panel));
  }
  return builder.annotation(maintenanceOf(selected));
}

const UNDIVIDED = 'No breakdown: the catalogue names no label for it (error-budget/group-by)';

function rowTitle({ displayName, target, window }: Objective): string {
  const over = window.type === 'pointInTime' ? 'as it is now' : `over ${windowInWords(window)}`;
  return `${displayName}: ${targetInWords(target)} ${over}`;
}

const STATE_HEIGHT = 4;
const ITEMS_HEIGHT = 9;
const CHARTS_HEIGHT = 14;

function heightOf(objective: Objective): number {
  const own = objective.window.type === 'pointInTime' ? ITEMS_HEIGHT : CHARTS_HEIGHT;
  return assetPanelsOf(objective).reduce((height, { h }) => height + h, own) + queryPanelsHeight(objective);
}

/** A panel over the whole width, below what every objective has. */
interface AssetPanel {
  name: ObjectivePanel;
  panel: TableBuilder;
  h: number;
}

/** What Dagster reports asset by asset. */
function assetPanelsOf(objective: Objective): AssetPanel[] {
  const selected = { objectives: [objective.id] };
  switch (dagsterMeasure(objective)) {
    case 'freshness':
      return [{ name: 'assets', panel: freshnessTable(selected), h: MOST_ASSETS + 5 }];
    case 'partitions':
      return [{ name: 'partitions', panel: partitionsTable(selected), h: MOST_ASSETS + 4 }];
    case 'materializations': {
      const h = MOST_FAILING + 4;
      return [
        { name: 'reliability', panel: reliabilityTable(selected), h: h + 3 },
        ...(objective.policy.data === 'unstable'
          ? [{ name: 'candidates' as const, panel: candidatesTable(selected), h }]
          : []),
      ];
    }
    case undefined:
      return [];
  }
}

function panelsOf(objective: Objective, idOf: (panel: ObjectivePanel) => number, y: number): Array<Builder<Panel>> {
  const ofMeasure = measuredPanelsOf(objective, idOf, y);
  let bottom = y + (objective.window.type === 'pointInTime' ? ITEMS_HEIGHT : CHARTS_HEIGHT);
  const ofAssets = assetPanelsOf(objective).map(({ name, panel, h }) => {
    panel.id(idOf(name)).gridPos({ x: 0, y: bottom, w: 24, h });
    bottom += h;
    return panel;
  });
  return [...ofMeasure, ...ofAssets, ...queryPanelsOf(objective, idOf, bottom)];
}

function measuredPanelsOf(
  objective: Objective,
  idOf: (panel: ObjectivePanel) => number,
  y: number
): Array<Builder<Panel>> {
  const selected = { objectives: [objective.id] };
  const details = panelLinkTo(`Everything about ${objective.displayName}`, objective.id);
  const status = verdictTile(selected).id(idOf('status')).links([details]).gridPos({ x: 0, y, w: 5, h: 3 });
  if (objective.window.type === 'pointInTime') {
    return [
      status,
      figuresTile('Figures', ITEM_FIGURES, selected)
        .description('Share of good items, good items and all items, as they are now.')
        .id(idOf('figures'))
        .gridPos({ x: 0, y: y + 3, w: 5, h: 6 }),
      itemsTable(selected).id(idOf('items')).gridPos({ x: 5, y, w: 19, h: ITEMS_HEIGHT }),
    ];
  }
  const left = (row: number): GridPos => ({ x: 5, y: y + 7 * row, w: 10, h: 7 });
  const right = (row: number): GridPos => ({ x: 15, y: y + 7 * row, w: 9, h: 7 });
  return [
    status,
    figuresTile('Figures', EVENT_FIGURES, selected)
      .description(
        'SLI over the window, share of the error budget that is left, and how many more bad events are allowed.'
      )
      .id(idOf('figures'))
      .gridPos({ x: 0, y: y + 3, w: 5, h: 11 }),
    sliChart(selected).id(idOf('sli')).gridPos(left(0)),
    budgetChart(selected, 'one').id(idOf('budget')).gridPos(right(0)),
    burnRateChart(selected, objective).id(idOf('burnRate')).gridPos(left(1)),
    eventsChart(selected).id(idOf('events')).gridPos(right(1)),
  ];
}

/** The budgets of a category side by side. */
function remainingBars(selected: { categories: string[] }): BarGaugeBuilder {
  const name = '${__data.fields.Objective}';
  return new BarGaugeBuilder()
    .title('Budget left')
    .description(
      'Share of each objective’s error budget that is left; no bar once it is overspent. Objectives at 100 % have no budget.'
    )
    .datasource(DATA_SOURCE)
    .withTarget(query({ queryType: 'status', ...selected }))
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
    .namePlacement(BarGaugeNamePlacement.Top)
    .text(new VizTextDisplayOptionsBuilder().titleSize(12).valueSize(14))
    .showUnfilled(true)
    .sizing(BarGaugeSizing.Manual)
    .minVizHeight(16)
    .maxVizHeight(36)
    .min(0)
    .max(1)
    .reduceOptions(
      new ReduceDataOptionsBuilder().values(true).calcs([]).fields('/^\\$\\{__data\\.fields\\.Objective\\}$/')
    )
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: STATUS_FIELDS.worstFirst, desc: false }] } })
    .overrideByName(STATUS_FIELDS.remaining, [
      property.displayName(name),
      property.mappings(withoutBudget()),
      property.thresholds(budgetThresholds()),
      property.byThresholds(),
      property.link(`Open ${name}`, toObjectiveOfRow),
    ]);
}
