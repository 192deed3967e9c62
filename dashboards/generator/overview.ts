import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { breachesOf, emptyDashboard } from './frame';
import { grafanaAlerts } from './grafanaAlerts';
import { budgetChart } from './charts';
import { OVERVIEW_UID, PANEL_IDS } from './ids';
import { text } from './text';
import { toSprints } from './links';
import type { Platform } from './platform';
import { openSprintsTable } from './sprintTables';
import { firingAlertsTable, overviewTable } from './tables';
import { categoryTiles, countTiles, worstObjectiveTiles } from './tiles';

const IDS = PANEL_IDS.overview;
/** Some rows take two lines. */
const ROW_HEIGHT = 1.5;
/** For readers who do not run the platform: is it as reliable as it means to be, and if not, what is being done. */
export function overview({ objectives }: Catalogue, platform: Platform): DashboardBuilder {
  const tableHeight = Math.ceil((objectives.length + 1) * ROW_HEIGHT) + 3;
  const below = 11 + tableHeight;
  const intro = [
    'Service level objectives are **targets that the community shares, not an SLA**: missing one gives no claim to compensation, ' +
      `but its service goes into a [remedial sprint](${toSprints}) until it complies again.`,
    ...(platform.statusPage === undefined ? [] : [`Announcements: [status page](${platform.statusPage}).`]),
    ...(platform.chat === undefined ? [] : [`Questions and incidents: [${platform.chat.name}](${platform.chat.url}).`]),
  ].join(' ');
  return (
    emptyDashboard(
      {
        uid: OVERVIEW_UID,
        title: 'SLO overview',
        description: 'Which objectives are met, which are not, and which services are in a remedial sprint.',
        back: '30d',
      },
      platform
    )
      // Everything that needs action now is visible at 1440 × 900 pixels without scrolling.
      .withPanel(categoryTiles().id(IDS.categories).gridPos({ x: 0, y: 0, w: 24, h: 6 }))
      .withPanel(firingAlertsTable().id(IDS.alerts).gridPos({ x: 0, y: 6, w: 9, h: 5 }))
      .withPanel(openSprintsTable('short').id(IDS.sprints).gridPos({ x: 9, y: 6, w: 15, h: 5 }))
      .withPanel(overviewTable().id(IDS.status).gridPos({ x: 0, y: 11, w: 24, h: tableHeight }))
      .withPanel(worstObjectiveTiles().id(IDS.worst).gridPos({ x: 0, y: below, w: 24, h: 6 }))
      .withPanel(
        countTiles()
          .id(IDS.counts)
          .gridPos({ x: 0, y: below + 6, w: 9, h: 5 })
      )
      .withPanel(
        grafanaAlerts()
          .id(IDS.grafanaAlerts)
          .gridPos({ x: 9, y: below + 6, w: 7, h: 5 })
      )
      .withPanel(
        text('About these targets', intro)
          .id(IDS.intro)
          .gridPos({ x: 16, y: below + 6, w: 8, h: 5 })
      )
      .withPanel(
        budgetChart(
          {},
          objectives.map(({ displayName }) => displayName)
        )
          .id(IDS.budget)
          .gridPos({ x: 0, y: below + 11, w: 24, h: 13 })
      )
      .annotation(breachesOf('Breaches', {}).enable(false))
  );
}
