import {
  AnnotationPanelFilterBuilder,
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TimeOptionBuilder,
  TimePickerBuilder,
  VariableHide,
  VariableRefresh,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Selected } from './charts';
import { dashboardLinks, TAG } from './links';
import type { Platform } from './platform';
import { STATE_COLOURS } from '../../src/frames/colours';
import { DATA_SOURCE, PLUGIN_ID, query } from './query';

/** Name of the variable that says whether the data are invented. */
export const DEMO_VARIABLE = 'demo';

interface Heading {
  uid: string;
  title: string;
  description: string;
  /** How far back the dashboard looks when it is opened: `30d`. */
  back: string;
}

/** What every dashboard of ours has in common: range, refresh, data source, links. */
export function emptyDashboard({ uid, title, description, back }: Heading, platform: Platform): DashboardBuilder {
  return new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .time({ from: `now-${back}`, to: 'now' })
    .timezone('browser')
    .timepicker(
      new TimePickerBuilder()
        .refreshIntervals(['1m', '5m', '15m', '30m', '1h'])
        .quickRanges(['30d', '28d', '7d', '1d', '12h', '1h', '90d'].map(lastDays))
    )
    .refresh('5m')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .links(dashboardLinks(platform))
    .withVariable(
      new DatasourceVariableBuilder('datasource')
        .label('Data source')
        .type(PLUGIN_ID)
        .hide(VariableHide.DontHide)
        .multi(false)
        .includeAll(false)
    )
    .withVariable({ build: demoVariable });
}

/** Its value is a remark where the data are invented, else nothing; the first panel of each dashboard carries it in its title. */
function demoVariable(): VariableModel {
  const variable = new QueryVariableBuilder(DEMO_VARIABLE)
    .datasource(DATA_SOURCE)
    .query({ refId: DEMO_VARIABLE, list: 'demo' })
    .refresh(VariableRefresh.OnDashboardLoad)
    .hide(VariableHide.HideVariable)
    .multi(false)
    .includeAll(false)
    .build();
  return { ...variable, skipUrlSync: true };
}

/** Regions of breaches, on the given panels or on all charts. */
export function breachesOf(name: string, selected: Selected, panelIds?: number[]): AnnotationQueryBuilder {
  const builder = annotation(name, STATE_COLOURS.breached).target(
    query({ queryType: 'breaches', ...selected }, 'Anno')
  );
  return panelIds
    ? builder.filter(new AnnotationPanelFilterBuilder().exclude(false).ids(panelIds)).hide(true)
    : builder;
}

/** Regions of planned maintenance, which counts for nothing. */
export function maintenanceOf(selected: Selected): AnnotationQueryBuilder {
  return annotation('Maintenance', STATE_COLOURS.noData).target(
    query({ queryType: 'maintenance', ...selected }, 'Anno')
  );
}

function annotation(name: string, colour: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder().name(name).datasource(DATA_SOURCE).enable(true).iconColor(colour);
}

const UNITS: Record<string, string> = { d: 'day', h: 'hour' };

function lastDays(back: string): TimeOptionBuilder {
  const count = parseInt(back, 10);
  const unit = UNITS[back.slice(-1)];
  return new TimeOptionBuilder()
    .display(count === 1 ? `Last ${unit}` : `Last ${count} ${unit}s`)
    .from(`now-${back}`)
    .to('now');
}
