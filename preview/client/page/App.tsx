import React, { useEffect, useLayoutEffect, useMemo } from 'react';
import { ThemeContext } from '@grafana/data';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import { parseDashboard } from '../dashboard/dashboardJson';
import type { loadDataSource, LoadedDataSource } from '../grafana/loadDataSource';
import type { TemplateService } from '../grafana/templateService';
import { fetchDashboards, fetchJson, firstDashboard, type DashboardEntry } from './dashboardList';
import { DashboardPage } from './DashboardPage';
import { FullPageLoading, FullPageProblem } from './FullPage';
import { Header } from './Header';
import { navigate, useHref } from './navigation';
import { readPageUrl, toPageUrl } from './pageUrl';
import { expectPaint } from './paintMarks';
import { useThemeMode, type ThemeMode } from './theme';
import { useLoaded, type Loaded } from './useLoaded';

interface AppProps {
  templates: TemplateService;
  loadedDataSource: ReturnType<typeof loadDataSource>;
}

/** The whole page: whichever dashboard its address names. */
export function App({ templates, loadedDataSource }: AppProps) {
  const { mode, theme, toggle } = useThemeMode();
  const href = useHref();
  const url = useMemo(() => readPageUrl(href), [href]);
  const list = useLoaded('', fetchDashboards);
  const dashboards = list.state === 'loaded' ? list.value : NONE;
  const toggleTheme = () => {
    toggle();
    // What was chosen by hand is not overruled by the `?theme=` of a link on the next load.
    navigate(toPageUrl(url), 'replace');
  };
  const dataSource = useLoaded(
    '',
    useMemo(() => () => loadedDataSource, [loadedDataSource])
  );
  const isDemo = dataSource.state === 'loaded' && dataSource.value.isDemo;
  const chrome = { dashboards, mode, isDemo, onToggleTheme: toggleTheme };
  const uid = url.uid;

  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      {uid === undefined ? (
        <Start list={list} {...chrome} />
      ) : (
        <Dashboard key={uid} uid={uid} url={url} templates={templates} dataSource={dataSource} {...chrome} />
      )}
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

const NONE: DashboardEntry[] = [];

interface ChromeProps {
  dashboards: readonly DashboardEntry[];
  mode: ThemeMode;
  isDemo: boolean;
  onToggleTheme(): void;
}

/** The start page is the overview. */
function Start({ list, ...chrome }: ChromeProps & { list: Loaded<DashboardEntry[]> }) {
  const first = list.state === 'loaded' ? firstDashboard(list.value) : undefined;
  useEffect(() => {
    if (first) {
      navigate(toPageUrl({ uid: first.uid, variables: {} }), 'replace');
    }
  }, [first]);
  return (
    <>
      <Header {...chrome} />
      {list.state === 'loaded' && !first && (
        <FullPageProblem title="There is no dashboard">
          The dashboards/ folder is empty. Generate them with npm run generate, then reload this page.
        </FullPageProblem>
      )}
      {list.state === 'failed' && <ServerGone error={list.error} />}
    </>
  );
}

function ServerGone({ error }: { error: string }) {
  return (
    <FullPageProblem title="The preview’s server does not answer">
      {`${error}\nStart it again with npm start, then reload this page.`}
    </FullPageProblem>
  );
}

interface DashboardProps extends ChromeProps, Pick<AppProps, 'templates'> {
  dataSource: Loaded<LoadedDataSource>;
  uid: string;
  url: ReturnType<typeof readPageUrl>;
}

function Dashboard({ uid, url, templates, dataSource, ...chrome }: DashboardProps) {
  const dashboard = useLoaded(uid, fetchDashboard);
  const title = dashboard.state === 'loaded' ? dashboard.value.title : undefined;
  useLayoutEffect(expectPaint, [uid]);
  useEffect(() => {
    document.title = title === undefined ? 'Error Budget' : `${title} - Error Budget preview`;
  }, [title]);

  if (dashboard.state === 'loaded' && dataSource.state === 'loaded') {
    const services = { dataSource: dataSource.value, templates };
    return <DashboardPage dashboard={dashboard.value} url={url} services={services} {...chrome} />;
  }
  return (
    <>
      <Header {...chrome} />
      {dashboard.state === 'failed' && (
        <FullPageProblem title={`The dashboard ${uid} cannot be shown`}>
          {`${dashboard.error}\nThe list next to the logo has all dashboards.`}
        </FullPageProblem>
      )}
      {dataSource.state === 'failed' && (
        <FullPageProblem title="The plugin cannot be loaded">
          {`${dataSource.error}\nBuild it with npm run build, then reload this page.`}
        </FullPageProblem>
      )}
      {dashboard.state !== 'failed' && dataSource.state !== 'failed' && <FullPageLoading text="Loading …" />}
    </>
  );
}

async function fetchDashboard(uid: string) {
  return parseDashboard(await fetchJson(`/api/dashboards/${encodeURIComponent(uid)}`));
}
