import { dateTime, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { DAY_MS } from '../budget/durations';
import { ErrorBudgetDataSource } from './datasource';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import type { ErrorBudgetQuery, ErrorBudgetVariableQuery } from '../queries/query';
import { ErrorBudgetVariables } from './variables';
import type { ErrorBudgetSettings } from './settings';

const VALUES: Record<string, unknown> = {
  objective: ['api-requests', 'frontend-requests'],
  window: '7d',
  lookbacks: ['2h', '1d'],
  empty: '',
};

// Grafana's replace, as far as format functions go.
jest.mock('@grafana/runtime', () => ({
  getBackendSrv: () => ({}),
  getTemplateSrv: () => ({
    replace: (text: string, _: unknown, format: (value: unknown) => string) =>
      text.replace(/\$(\w+)/g, (found, name) => (name in VALUES ? format(VALUES[name]) : found)),
    getVariables: () => [],
  }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => undefined }),
}));

const instance: Partial<DataSourceInstanceSettings<ErrorBudgetSettings>> = {
  uid: 'errorbudget',
  type: 'oso-errorbudget-datasource',
  name: 'Error Budget',
  jsonData: { demo: true },
};
const source = new ErrorBudgetDataSource(instance as DataSourceInstanceSettings<ErrorBudgetSettings>, () => null);

async function answer(query: Partial<ErrorBudgetQuery>) {
  const [from, to] = [dateTime(Date.now() - DAY_MS), dateTime()];
  const request: Partial<DataQueryRequest<ErrorBudgetQuery>> = {
    targets: [{ refId: 'A', ...query }],
    range: { from, to, raw: { from, to } },
    scopedVars: {},
  };
  return lastValueFrom(source.query(request as DataQueryRequest<ErrorBudgetQuery>));
}

it('A query of a type that does not exist says so, and which exist, instead of showing nothing', async () => {
  const saved: Partial<ErrorBudgetQuery> = JSON.parse('{ "queryType": "range" }');
  const { errors } = await answer(saved);
  expect(errors?.[0].message).toMatch(/^The query type "range" does not exist\. Choose one of status, category, /);
  expect(source.getQueryDisplayText({ refId: 'A', ...saved })).toBe('range of all objectives of the catalogue');
});

describe('dashboard variables in a query', () => {
  it('may hold objectives, the window and lookbacks', async () => {
    const { data, errors } = await answer({
      queryType: 'burnRate',
      objectives: ['$objective'],
      window: '$window',
      lookbacks: ['$lookbacks'],
    });
    expect(errors).toBeUndefined();
    const [{ fields }] = data;
    const labels = fields.flatMap((field: { labels?: Record<string, string> }) => field.labels?.lookback ?? []);
    expect(labels).toEqual(['2 h', '1 d', '2 h', '1 d']);
  });

  it('that are empty are named in the error', async () => {
    const { errors } = await answer({ queryType: 'burnRate', lookbacks: ['$empty'] });
    expect(errors?.[0].message).toBe('Nothing is selected in $empty. Choose a value there, or All.');
  });

  it('are replaced by their values on the way to Explore, which has none', () => {
    const query = { refId: 'A', objectives: ['$objective'], window: '$window', lookbacks: ['$lookbacks', '3d'] };
    expect(source.interpolateVariablesInQueries([query], {})).toMatchObject([
      { objectives: ['api-requests', 'frontend-requests'], window: '7d', lookbacks: ['2h', '1d', '3d'] },
    ]);
    expect(source.interpolateVariablesInQueries([{ refId: 'A' }], {})).toMatchObject([
      { window: undefined, lookbacks: undefined },
    ]);
  });
});

it.each([
  [{ demo: true }, [expect.stringContaining('Demo data')]],
  [{ prometheusUrl: 'http://localhost:9090' }, []],
])('a variable says for titles whether the data are invented, of %j', async (settings, remarks) => {
  const variables = new ErrorBudgetVariables(
    () => Promise.resolve(shippedCatalogue),
    settings,
    () => null
  );
  const request: Partial<DataQueryRequest<ErrorBudgetVariableQuery>> = {
    targets: [{ refId: 'demo', list: 'demo' }],
    scopedVars: {},
  };
  const { data } = await lastValueFrom(variables.query(request as DataQueryRequest<ErrorBudgetVariableQuery>));
  expect(data.map(({ text }) => text)).toEqual(remarks);
});
