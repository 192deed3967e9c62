import {
  CoreApp,
  dateTime,
  FieldType,
  type DataFrame,
  type DataQueryRequest,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { DAY_MS } from '../budget/durations';
import type { ErrorBudgetQuery } from '../queries/query';
import { ErrorBudgetDataSource } from './datasource';
import type { ErrorBudgetSettings } from './settings';

jest.mock('@grafana/runtime', () => ({
  config: {},
  getBackendSrv: () => ({}),
  getTemplateSrv: () => ({ replace: (text: string) => text, getVariables: () => [] }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => undefined }),
}));

const instance: Partial<DataSourceInstanceSettings<ErrorBudgetSettings>> = { uid: 'x', jsonData: { demo: true } };
const source = new ErrorBudgetDataSource(instance as DataSourceInstanceSettings<ErrorBudgetSettings>, () => null);

/** What Grafana hands over for queries that a panel holds: completed where they hold nothing, and with the scene of the panel. */
async function framesOf(queries: ErrorBudgetQuery[], app: CoreApp): Promise<DataFrame[]> {
  const [from, to] = [dateTime(Date.now() - DAY_MS), dateTime()];
  const scene = { value: { valueOf: () => ({ state: { queries } }) }, text: '__sceneObject' };
  const request: Partial<DataQueryRequest<ErrorBudgetQuery>> = {
    app,
    targets: queries.map((query) => ({ ...source.getDefaultQuery(CoreApp.PanelEditor), ...query })),
    range: { from, to, raw: { from: 'now-1d', to: 'now' } },
    scopedVars: app === CoreApp.Explore ? {} : { __sceneObject: scene },
  };
  return (await lastValueFrom(source.query(request as DataQueryRequest<ErrorBudgetQuery>))).data;
}

describe('a new query', () => {
  it.each([CoreApp.Dashboard, CoreApp.PanelEditor])(
    'begins with series over time that share one axis in %s',
    async (app) => {
      const [frame] = await framesOf([{ refId: 'A', ...source.getDefaultQuery(app) }], app);
      expect(frame.name).toBe('Error budget');
      expect(frame.fields[0].type).toBe(FieldType.time);
      expect(new Set(frame.fields.slice(1).map(({ config }) => config.unit))).toEqual(new Set(['percentunit']));
    }
  );

  it('begins with the table of objectives in Explore', async () => {
    const [frame] = await framesOf([{ refId: 'A', ...source.getDefaultQuery(CoreApp.Explore) }], CoreApp.Explore);
    expect(frame.name).toBe('Status');
  });
});

describe('a saved query without a type', () => {
  it.each([CoreApp.Dashboard, CoreApp.PanelEditor])('is the status of objectives in %s', async (app) => {
    expect((await framesOf([{ refId: 'A' }], app)).map(({ name }) => name)).toEqual(['Status']);
    expect((await framesOf([{ refId: 'A', queryType: 'sli' }], app)).map(({ name }) => name)).toEqual(['SLI']);
  });

  it.each([CoreApp.Dashboard, CoreApp.PanelEditor, CoreApp.Explore])(
    'is the status where nothing completes it: %s',
    async (app) => {
      const range = { from: dateTime(Date.now() - DAY_MS), to: dateTime(), raw: { from: 'now-1d', to: 'now' } };
      const request: Partial<DataQueryRequest<ErrorBudgetQuery>> = {
        app,
        targets: [{ refId: 'A' }],
        range,
        scopedVars: {},
      };
      const { data } = await lastValueFrom(source.query(request as DataQueryRequest<ErrorBudgetQuery>));
      expect(data.map(({ name }: DataFrame) => name)).toEqual(['Status']);
    }
  );

  it('says that it is one on its way to Explore', () => {
    expect(source.interpolateVariablesInQueries([{ refId: 'A' }], {})).toMatchObject([{ queryType: 'status' }]);
  });
});
