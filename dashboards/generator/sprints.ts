import { BigValueColorMode, BigValueTextMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import {
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type DashboardBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { CATEGORY_FIELDS } from '../../src/queries/category';
import { REMEDIATION_FIELDS } from '../../src/queries/remediation';
import { STATE_COLOURS } from '../../src/frames/colours';
import { property } from './appearance';
import { budgetChart } from './charts';
import { breachesOf, emptyDashboard, maintenanceOf } from './frame';
import { PANEL_IDS, SPRINTS_UID } from './ids';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import type { Platform } from './platform';
import { query } from './query';
import { closedSprintsTable, openSprintsTable } from './sprintTables';
import { breachedTable } from './tables';
import { text } from './text';
import { stat } from './tiles';

const IDS = PANEL_IDS.sprints;

/** Services that missed an objective: since when, for how long, what it takes to return. */
export function sprints({ objectives }: Catalogue, platform: Platform): DashboardBuilder {
  return emptyDashboard(
    {
      uid: SPRINTS_UID,
      title: 'Remedial sprints',
      description: 'Services that missed an objective, until they have complied for a day.',
      back: '90d',
    },
    platform
  )
    .withPanel(openCount().id(IDS.openCount).gridPos({ x: 0, y: 0, w: 6, h: 4 }))
    .withPanel(breachedCount().id(IDS.breachedCount).gridPos({ x: 6, y: 0, w: 7, h: 4 }))
    .withPanel(
      text(
        'What a remedial sprint is',
        'It begins with the first breach of any objective of a service (an application or, elsewhere, a category) and ends ' +
          'when **all** of its objectives have complied for 24 hours. Until then, work on its reliability comes before ' +
          'other work.' +
          (platform.chat === undefined ? '' : ` Questions: [${platform.chat.name}](${platform.chat.url}).`)
      )
        .id(IDS.intro)
        .gridPos({ x: 13, y: 0, w: 11, h: 4 })
    )
    .withPanel(openSprintsTable('full').id(IDS.open).gridPos({ x: 0, y: 4, w: 24, h: 9 }))
    .withPanel(breachedTable().id(IDS.breached).gridPos({ x: 0, y: 13, w: 24, h: 7 }))
    .withPanel(closedSprintsTable().id(IDS.closed).gridPos({ x: 0, y: 20, w: 24, h: 6 }))
    .withPanel(
      budgetChart(
        {},
        objectives.map(({ displayName }) => displayName)
      )
        .id(IDS.budget)
        .gridPos({ x: 0, y: 26, w: 24, h: 13 })
    )
    .annotation(breachesOf('Breaches', {}))
    .annotation(maintenanceOf({}).hide(true));
}

function openCount() {
  return count('Open sprints')
    .colorMode(BigValueColorMode.None)
    .description('Services that are in a remedial sprint at the end of the time range.')
    .withTarget(query({ queryType: 'remediation' }))
    .withTransformation({
      id: 'filterByValue',
      options: {
        type: 'include',
        match: 'any',
        filters: [{ fieldName: REMEDIATION_FIELDS.state, config: { id: 'equal', options: { value: 'open' } } }],
      },
    })
    .reduceOptions(
      new ReduceDataOptionsBuilder().values(false).calcs(['count']).fields(`/^${REMEDIATION_FIELDS.service}$/`)
    );
}

function breachedCount() {
  return count('Breached objectives')
    .description('Objectives whose budget is overspent at the end of the time range.')
    .withTarget(query({ queryType: 'category' }))
    .reduceOptions(
      new ReduceDataOptionsBuilder().values(false).calcs(['sum']).fields(`/^${CATEGORY_FIELDS.breached}$/`)
    )
    .overrideByName(CATEGORY_FIELDS.breached, [property.decimals(0)]);
}

function count(title: string) {
  return stat(title)
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.Value)
    .noValue('none known')
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: STATE_COLOURS.met },
        { value: 1, color: STATE_COLOURS.breached },
      ])
    );
}
