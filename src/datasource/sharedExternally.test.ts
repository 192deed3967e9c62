import { dateTime, LoadingState, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { config } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { ErrorBudgetQuery } from '../queries/query';
import { ErrorBudgetDataSource } from './datasource';
import type { ErrorBudgetSettings } from './settings';

const asked = jest.fn();

jest.mock('@grafana/runtime', () => ({
  config: { publicDashboardAccessToken: 'a0b1' },
  getBackendSrv: () => ({ fetch: asked }),
  getTemplateSrv: () => ({ replace: (text: string) => text, getVariables: () => [] }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => undefined }),
}));

const jsonData: ErrorBudgetSettings = { prometheusUrl: 'http://prometheus:9090' };
const instance: Partial<DataSourceInstanceSettings<ErrorBudgetSettings>> = { uid: 'x', url: '/proxy', jsonData };
const source = new ErrorBudgetDataSource(instance as DataSourceInstanceSettings<ErrorBudgetSettings>, () => null);

async function answer() {
  const [from, to] = [dateTime('2026-11-21T00:00:00Z'), dateTime('2026-11-22T00:00:00Z')];
  const request: Partial<DataQueryRequest<ErrorBudgetQuery>> = {
    targets: [{ refId: 'A', queryType: 'status', objectives: ['api-requests'] }],
    range: { from, to, raw: { from, to } },
    scopedVars: {},
  };
  return lastValueFrom(source.query(request as DataQueryRequest<ErrorBudgetQuery>));
}

it('A dashboard that is shared externally says in one sentence why it shows nothing and what to do, and sends no request', async () => {
  const { data, errors, state } = await answer();
  expect([data, state]).toEqual([[], LoadingState.Error]);
  expect(errors?.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^A dashboard that is shared externally .*: share it with people who sign in to Grafana, or .*\.$/
    ),
  ]);
  expect(asked).not.toHaveBeenCalled();
});

it('Any other dashboard asks its upstreams', async () => {
  Object.assign(config, { publicDashboardAccessToken: '' });
  asked.mockImplementation(() => {
    throw new Error('unreachable');
  });
  const { data } = await answer();
  expect(asked).toHaveBeenCalled();
  expect(data[0].length).toBe(1);
});
