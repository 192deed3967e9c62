import { config } from '@grafana/runtime';
import { cancelOnLeaving } from './cancelOnLeaving';

function leave(persisted: boolean): void {
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));
}

describe('leaving the page while Trino is asked', () => {
  const sent = jest.fn((_url: string, _init: RequestInit) => Promise.reject(new Error('the page is gone')));
  const before = { fetch: globalThis.fetch, appSubUrl: config.appSubUrl, bootData: config.bootData };

  beforeEach(() => {
    sent.mockClear();
    Object.assign(globalThis, { fetch: sent });
    Object.assign(config, { appSubUrl: '/grafana', bootData: { ...before.bootData, user: { orgId: 7 } } });
  });
  afterEach(() => {
    Object.assign(globalThis, { fetch: before.fetch });
    Object.assign(config, { appSubUrl: before.appSubUrl, bootData: before.bootData });
  });

  it('cancels every open statement once, below the sub-path and in the organisation of the page', () => {
    const open = new Map([
      ['q1', '/v1/statement/executing/q1/slug/3'],
      ['q2', '/v1/statement/queued/q2/slug/1'],
    ]);
    cancelOnLeaving(open, (path) => `/api/datasources/proxy/uid/budget/trino-none${path}`);
    leave(false);
    leave(false);
    const init = { method: 'DELETE', keepalive: true, headers: { 'X-Grafana-Org-Id': '7' } };
    const proxy = '/grafana/api/datasources/proxy/uid/budget/trino-none/v1/statement';
    expect(sent.mock.calls).toEqual([
      [`${proxy}/executing/q1/slug/3`, init],
      [`${proxy}/queued/q2/slug/1`, init],
    ]);
  });

  it('cancels nothing where the browser keeps the page for its back button', () => {
    const open = new Map([['q1', '/v1/statement/executing/q1/slug/3']]);
    cancelOnLeaving(open, (path) => path);
    leave(true);
    expect(sent).not.toHaveBeenCalled();
    expect(open.size).toBe(1);
  });
});
