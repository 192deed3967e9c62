import { dateTime, type DataSourceInstanceSettings } from '@grafana/data';
import type { BackendSrvRequest } from '@grafana/runtime';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { HOUR_MS } from '../budget/durations';
import { definitionHash } from '../evaluation/readApi';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { ErrorBudgetDataSource } from './datasource';
import type { ErrorBudgetSettings } from './settings';

const AS_OF_MS = Date.UTC(2026, 2, 1, 10, 35);

const mockRequests: BackendSrvRequest[] = [];
let mockStatus = 200;

jest.mock('@grafana/runtime', () => ({
  getBackendSrv: () => ({ fetch: (request: BackendSrvRequest) => mockAnswer(request), chunked: mockAnswer }),
  getTemplateSrv: () => ({ replace: (text: string) => text, getVariables: () => [] }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => undefined }),
}));

const own = { ...shippedCatalogue.objectives[0], id: 'of-the-server', displayName: 'Of the server' };
const catalogue = {
  hash: 'h',
  hashes: [definitionHash(own)],
  categories: [own.category],
  objectives: [own],
  problems: [],
};

function mockAnswer(request: BackendSrvRequest): Observable<unknown> {
  mockRequests.push(request);
  const isStreamed = request.url.endsWith('/evaluations');
  const failed = { kind: 'timeout', found: 'Prometheus did not answer', remedy: 'Wait' };
  const body = request.url.endsWith('/state')
    ? JSON.stringify({ asOfMs: AS_OF_MS, catalogue: 'h', version: '9.9.9', startedMs: 0 })
    : request.url.endsWith('/catalogue')
      ? JSON.stringify(catalogue)
      : `${JSON.stringify({ read: 0, objective: 0, failed })}\n${JSON.stringify({ read: 0, cursor: 'c' })}\n`;
  const data = mockStatus === 200 && isStreamed ? new TextEncoder().encode(body) : mockStatus === 200 ? body : '';
  return of({ status: mockStatus, ok: mockStatus === 200, headers: new Headers(), data });
}

function dataSource(jsonData: ErrorBudgetSettings): ErrorBudgetDataSource {
  const instance: Partial<DataSourceInstanceSettings<ErrorBudgetSettings>> = {
    uid: 'errorbudget',
    type: 'oso-errorbudget-datasource',
    name: 'Error Budget',
    url: '/api/datasources/proxy/uid/errorbudget',
    jsonData,
  };
  return new ErrorBudgetDataSource(instance as DataSourceInstanceSettings<ErrorBudgetSettings>, () => null);
}

const SETTINGS: ErrorBudgetSettings = {
  serverUrl: 'http://budget:9464',
  serverAuth: 'bearer',
  prometheusUrl: 'http://p:9090',
};

beforeEach(() => {
  mockRequests.length = 0;
  mockStatus = 200;
});

function query(source: ErrorBudgetDataSource) {
  const now = dateTime(AS_OF_MS + HOUR_MS);
  return lastValueFrom(
    source.query({
      requestId: 'Q1',
      interval: '1h',
      intervalMs: HOUR_MS,
      range: { from: dateTime(AS_OF_MS - HOUR_MS), to: now, raw: { from: 'now-2h', to: 'now' } },
      scopedVars: {},
      targets: [{ refId: 'A', queryType: 'status' }],
      timezone: 'utc',
      app: 'dashboard',
      startTime: 0,
    })
  );
}

describe('a data source with an Error Budget server', () => {
  it('asks no other upstream, by a route of its own, as of the server’s instant', async () => {
    const { data } = await query(dataSource(SETTINGS));
    const asked = mockRequests.map(({ url }) => url);
    const route = '/api/datasources/proxy/uid/errorbudget/server-bearer/api/v1';
    expect(asked).toEqual([`${route}/state`, `${route}/catalogue`, `${route}/evaluations`]);
    expect(JSON.parse(mockRequests[2].data).reads).toEqual([
      {
        kind: 'objective',
        request: { atMs: AS_OF_MS, nowMs: AS_OF_MS },
        objectives: [{ id: 'of-the-server', hash: definitionHash(own), windowMs: expect.any(Number) }],
      },
    ]);
    expect(JSON.stringify(data[0].fields)).toContain('Error Budget server: Prometheus did not answer. Wait.');
  });

  it('offers the objectives of the server', async () => {
    const { objectives } = await dataSource(SETTINGS).getCatalogue();
    expect(objectives.map(({ id }) => id)).toEqual(['of-the-server']);
  });

  it('says in Save & test what the server measures, and that viewers still reach the others', async () => {
    const { status, message, details } = await dataSource(SETTINGS).testDatasource();
    expect({ status, message }).toEqual({
      status: 'error',
      message: 'Through the Error Budget server: 0 of 1 objectives are measurable.',
    });
    expect(details?.message).toMatch(
      /⚠ Prometheus: not queried, but viewers can still reach it\. Remove its URL and secret\./
    );
    expect(details?.verboseMessage).toMatch(
      /✓ Error Budget server 9\.9\.9: reachable, figures as of 2026-03-01 10:35 UTC/
    );
  });

  it('says in Save & test what is wrong with the way to the server', async () => {
    mockStatus = 404;
    const { status, message } = await dataSource(SETTINGS).testDatasource();
    expect(status).toBe('error');
    expect(message).toBe(
      'Error Budget server: the answer (HTTP 404) is not one of “error-budget serve”. Check the Error Budget server URL: it must end before /api/v1.'
    );
  });
});
