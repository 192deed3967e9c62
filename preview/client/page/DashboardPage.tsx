import React, { useCallback, useEffect, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { EventBusSrv, type GrafanaTheme2, type InterpolateFunction } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { AnnotationToggles } from '../dashboard/AnnotationToggles';
import type { DashboardJson } from '../dashboard/dashboardJson';
import { DashboardLinks } from '../dashboard/DashboardLinks';
import { PanelGrid } from '../dashboard/PanelGrid';
import type { Scene } from '../dashboard/scene';
import { useAnnotations } from '../dashboard/useAnnotations';
import { useVariables } from '../dashboard/useVariables';
import { VariableBar } from '../dashboard/VariableBar';
import { valuesInUrl, type Variable } from '../dashboard/variables';
import type { LoadedDataSource } from '../grafana/loadDataSource';
import type { TemplateService } from '../grafana/templateService';
import type { DashboardEntry } from './dashboardList';
import { FullPageLoading } from './FullPage';
import { Header } from './Header';
import { navigate } from './navigation';
import { toPageUrl, type PageUrl } from './pageUrl';
import { rangeVariables } from './rangeVariables';
import type { ThemeMode } from './theme';
import { TimeControls } from './TimeControls';
import { absolute, evaluateRange, type WrittenRange } from './timeRange';
import { useAutoRefresh } from './useAutoRefresh';

interface DashboardPageProps {
  dashboard: DashboardJson;
  url: PageUrl;
  dashboards: readonly DashboardEntry[];
  services: { dataSource: LoadedDataSource; templates: TemplateService };
  mode: ThemeMode;
  onToggleTheme(): void;
}

/** An open dashboard. What a link may carry is in the URL and nowhere else. */
export function DashboardPage({ dashboard, url, dashboards, services, mode, onToggleTheme }: DashboardPageProps) {
  const styles = useStyles2(getStyles);
  const [timeZone, setTimeZone] = useState(dashboard.timezone || 'browser');
  const [fiscalYearStartMonth, setFiscalYearStartMonth] = useState(0);
  const [refreshCount, setRefreshCount] = useState(0);
  const [layersOff, setLayersOff] = useState(() => namesOff(dashboard));

  const { from = dashboard.time.from, to = dashboard.time.to } = url;
  const range = useMemo(
    () => evaluateRange({ from, to }, dashboard.time, { timeZone, fiscalYearStartMonth }),
    // A refresh evaluates the same words at a later "now".
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [from, to, dashboard, timeZone, fiscalYearStartMonth, refreshCount]
  );
  const interval = url.refresh ?? (dashboard.refresh || '');
  const refresh = useCallback(() => setRefreshCount((count) => count + 1), []);
  useAutoRefresh(interval, refresh);

  const resolved = useVariables(dashboard, url.variables, services, range);
  const settled = resolved?.settled ? resolved.variables : undefined;
  useEffect(() => correctUrl(url, settled ?? []), [url, settled]);

  const goTo = (change: Partial<PageUrl>) => navigate(toPageUrl({ ...url, uid: dashboard.uid, ...change }));
  const changeRange = ({ from, to }: WrittenRange) => goTo({ from, to });

  return (
    <>
      <Header
        dashboards={dashboards}
        open={dashboard}
        mode={mode}
        isDemo={services.dataSource.isDemo}
        onToggleTheme={onToggleTheme}
      >
        <TimeControls
          range={range}
          settings={{ timeZone, fiscalYearStartMonth }}
          refresh={interval}
          quickRanges={dashboard.timepicker.quick_ranges}
          intervals={dashboard.timepicker.refresh_intervals}
          onChangeRange={changeRange}
          onChangeTimeZone={setTimeZone}
          onChangeFiscalYearStartMonth={setFiscalYearStartMonth}
          onChangeRefresh={(chosen) => goTo({ refresh: chosen })}
          onRefresh={refresh}
        />
      </Header>
      {resolved ? (
        <main className={styles.page}>
          <Opened
            dashboard={dashboard}
            dashboards={dashboards}
            variables={resolved.variables}
            services={services}
            range={range}
            timeZone={timeZone}
            layersOff={layersOff}
            onToggleLayer={(name) => setLayersOff(toggled(layersOff, name))}
            onChangeVariable={(name, values) =>
              goTo({ variables: { ...url.variables, ...valuesInUrl(resolved.variables), [name]: values } })
            }
            onChangeRange={changeRange}
          />
        </main>
      ) : (
        <FullPageLoading text="Loading variables …" />
      )}
    </>
  );
}

interface OpenedProps extends Pick<DashboardPageProps, 'dashboard' | 'dashboards' | 'services'> {
  variables: Variable[];
  range: Scene['range'];
  timeZone: string;
  layersOff: ReadonlySet<string>;
  onToggleLayer(name: string): void;
  onChangeVariable(name: string, values: string[]): void;
  onChangeRange(range: WrittenRange): void;
}

/** Everything that needs the variables' values. */
function Opened({ dashboard, dashboards, variables, services, range, timeZone, ...props }: OpenedProps) {
  const styles = useStyles2(getStyles);
  const { dataSource, templates } = services;
  const { layersOff, onToggleLayer, onChangeVariable, onChangeRange } = props;
  const [eventBus] = useState(() => new EventBusSrv());
  useEffect(() => () => eventBus.removeAllListeners(), [eventBus]);

  const replaceVariables = useMemo<InterpolateFunction>(
    () => (text, scopedVars, format) => templates.replace(text, { ...rangeVariables(range), ...scopedVars }, format),
    // The template service holds the values of the variables.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [templates, range, variables]
  );
  const asking = useMemo(
    () => ({ uid: dashboard.uid, range, timeZone, query: dataSource.query, replaceVariables }),
    [dashboard, range, timeZone, dataSource, replaceVariables]
  );
  const layers = useMemo(
    () => dashboard.annotations.filter(({ name }) => !layersOff.has(name)),
    [dashboard, layersOff]
  );
  const annotations = useAnnotations(layers, asking);
  const scene = useMemo<Scene>(
    () => ({
      ...asking,
      annotations,
      eventBus,
      sharedCrosshair: dashboard.graphTooltip > 0,
      changeTimeRange: (chosen) => onChangeRange(absolute(chosen.from, chosen.to)),
    }),
    [asking, annotations, eventBus, dashboard, onChangeRange]
  );

  return (
    <>
      <div className={styles.controls}>
        <VariableBar variables={variables} onChange={onChangeVariable} />
        <AnnotationToggles
          annotations={dashboard.annotations}
          isOn={(name) => !layersOff.has(name)}
          onToggle={onToggleLayer}
        />
        <div className={styles.links}>
          <DashboardLinks
            links={dashboard.links}
            dashboards={dashboards}
            uid={dashboard.uid}
            replaceVariables={replaceVariables}
          />
        </div>
      </div>
      <PanelGrid sections={dashboard.sections} scene={scene} />
    </>
  );
}

/** A value in the URL that does not exist, or no longer, is replaced by the one that is used instead. */
function correctUrl(url: PageUrl, variables: readonly Variable[]): void {
  const holding = valuesInUrl(variables);
  const changed = Object.keys(holding).some(
    (name) => url.variables[name] !== undefined && String(url.variables[name]) !== String(holding[name])
  );
  if (changed) {
    const corrected = Object.entries(url.variables).map(([name, values]) => [name, holding[name] ?? values] as const);
    navigate(toPageUrl({ ...url, variables: Object.fromEntries(corrected) }), 'replace');
  }
}

function namesOff({ annotations }: DashboardJson): ReadonlySet<string> {
  return new Set(annotations.filter(({ enable }) => !enable).map(({ name }) => name));
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(names);
  if (!next.delete(name)) {
    next.add(name);
  }
  return next;
}

function getStyles(theme: GrafanaTheme2) {
  return {
    page: css({ padding: theme.spacing(2) }),
    controls: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1),
      '&:empty': { display: 'none' },
    }),
    links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
  };
}
