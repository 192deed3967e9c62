import { VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import {
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
  type DashboardBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { STATUS_FIELDS } from '../../src/queries/status';
import { budgetChart, burnRateChart, eventsChart, sliChart } from './charts';
import { breachesOf, emptyDashboard, maintenanceOf } from './frame';
import { OBJECTIVE_UID, PANEL_IDS } from './ids';
import type { Platform } from './platform';
import { DATA_SOURCE } from './query';
import { contributorsTable } from './contributorsTable';
import { aboutTable, alertsTable, breachesTable, queriesTable, windowsTable } from './tables';
import { figuresTile, verdictTile, type Figure } from './tiles';

const IDS = PANEL_IDS.objective;
const OBJECTIVES = ['$objective'];
const SELECTED = { objectives: OBJECTIVES };
const NO_SERIES = 'No values over time: judged as it is now, not observed in this range, or not read';

/** Everything about one objective. */
export function objectiveDetail({ objectives }: Catalogue, platform: Platform): DashboardBuilder {
  const [first] = objectives;
  return emptyDashboard(
    {
      uid: OBJECTIVE_UID,
      title: 'Objective detail',
      description: 'One objective: figures, history, alerts, breaches and the queries behind them.',
      back: '30d',
    },
    platform
  )
    .withVariable(
      new QueryVariableBuilder('objective')
        .label('Objective')
        .datasource(DATA_SOURCE)
        .query({ refId: 'objective', list: 'objectives' })
        .refresh(VariableRefresh.OnDashboardLoad)
        .sort(VariableSort.Disabled)
        .multi(false)
        .includeAll(false)
        .current({ selected: true, text: first.displayName, value: first.id })
    )
    .withPanel(verdictTile(SELECTED).id(IDS.status).gridPos({ x: 0, y: 0, w: 5, h: 5 }))
    .withPanel(figures().id(IDS.figures).gridPos({ x: 5, y: 0, w: 19, h: 5 }))
    .withPanel(aboutTable(SELECTED).id(IDS.about).gridPos({ x: 0, y: 5, w: 24, h: 6 }))
    .withPanel(sliChart(SELECTED).noValue(NO_SERIES).id(IDS.sli).gridPos({ x: 0, y: 11, w: 12, h: 8 }))
    .withPanel(budgetChart(SELECTED, 'one').noValue(NO_SERIES).id(IDS.budget).gridPos({ x: 12, y: 11, w: 12, h: 8 }))
    .withPanel(burnRateChart(SELECTED).noValue(NO_SERIES).id(IDS.burnRate).gridPos({ x: 0, y: 19, w: 12, h: 8 }))
    .withPanel(eventsChart(SELECTED).noValue(NO_SERIES).id(IDS.events).gridPos({ x: 12, y: 19, w: 12, h: 8 }))
    .withPanel(alertsTable(SELECTED).id(IDS.alerts).gridPos({ x: 0, y: 27, w: 24, h: 10 }))
    .withPanel(contributorsTable(SELECTED, 'ofOne').id(IDS.contributors).gridPos({ x: 0, y: 37, w: 24, h: 8 }))
    .withPanel(windowsTable(OBJECTIVES).id(IDS.windows).gridPos({ x: 0, y: 45, w: 24, h: 9 }))
    .withPanel(breachesTable(SELECTED).id(IDS.breaches).gridPos({ x: 0, y: 54, w: 24, h: 6 }))
    .withRow(
      new RowBuilder('Queries')
        .id(IDS.queriesRow)
        .gridPos({ x: 0, y: 60, w: 24, h: 1 })
        .collapsed(true)
        .withPanel(queriesTable(SELECTED).id(IDS.queries).gridPos({ x: 0, y: 61, w: 24, h: 8 }))
    )
    .annotation(breachesOf('Breaches', SELECTED))
    .annotation(maintenanceOf(SELECTED));
}

const FIGURES: Figure[] = [
  { field: STATUS_FIELDS.target },
  { field: STATUS_FIELDS.sli },
  { field: STATUS_FIELDS.remaining, shownAs: 'Budget left' },
  { field: STATUS_FIELDS.allowed, shownAs: 'Failures allowed' },
  { field: STATUS_FIELDS.exhaustion, shownAs: 'Time to exhaustion' },
  { field: STATUS_FIELDS.compliance, shownAs: 'Earliest compliance' },
  { field: STATUS_FIELDS.coverage },
];

function figures(): StatBuilder {
  return figuresTile('Figures', FIGURES, SELECTED)
    .description(
      'SLI: good events / all events over the window. Budget left: negative once overspent, none at a target of 100 %. ' +
        'Failures allowed: how many more before a breach. Time to exhaustion: at the error ratio of the last day; –: not at this rate. ' +
        'Earliest compliance: of a breached objective, if nothing else fails. Coverage: observed share of the window.'
    )
    .orientation(VizOrientation.Auto);
}
