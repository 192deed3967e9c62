import { expect, test } from '@grafana/plugin-e2e';
import { createDashboard, createDataSource, PLUGIN_ID, type CreatedDataSource } from './grafana';

let source: CreatedDataSource;

test.beforeEach(async ({ request }) => {
  source = await createDataSource(request);
});

test.afterEach(() => source.remove());

test('variables chain from category to objective and select what panels show', async ({ page, request }) => {
  const datasource = { type: PLUGIN_ID, uid: source.uid };
  const variable = (name: string, query: object, more: object = {}) => ({
    name,
    type: 'query',
    datasource,
    query: { refId: name, ...query },
    refresh: 1,
    ...more,
  });
  const dashboard = await createDashboard(request, {
    time: { from: 'now-30d', to: 'now' },
    templating: {
      list: [
        variable('category', { list: 'categories' }, { current: { text: 'Consumer Trino', value: 'consumer-trino' } }),
        variable(
          'objective',
          { list: 'objectives', categories: ['$category'] },
          { multi: true, includeAll: true, current: { text: ['All'], value: ['$__all'] } }
        ),
      ],
    },
    panels: [
      {
        id: 1,
        type: 'table',
        title: 'Status',
        gridPos: { x: 0, y: 0, w: 24, h: 10 },
        datasource,
        targets: [{ refId: 'A', datasource, queryType: 'status', objectives: ['$objective'] }],
      },
    ],
  });
  await page.goto(dashboard.path);
  await expect(page.getByText('Trino availability').first()).toBeVisible();
  await expect(page.getByText('Trino queries').first()).toBeVisible();
  await expect(page.getByText('API requests')).toHaveCount(0);
  await page.goto(`${dashboard.path}?var-category=public-applications&var-objective=api-requests`);
  await expect(page.getByText('API requests').first()).toBeVisible();
  await expect(page.getByText('Trino queries')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/dashboard-variables.png' });
  await dashboard.remove();
});

test('breaches are regions in a graph', async ({ page, request }) => {
  const datasource = { type: PLUGIN_ID, uid: source.uid };
  const dashboard = await createDashboard(request, {
    time: { from: 'now-30d', to: 'now' },
    annotations: {
      list: [
        {
          name: 'Breaches',
          enable: true,
          iconColor: 'red',
          datasource,
          target: { refId: 'Anno', queryType: 'breaches', objectives: ['sqlmesh-materialization'] },
        },
      ],
    },
    panels: [
      {
        id: 1,
        type: 'timeseries',
        title: 'Budget',
        gridPos: { x: 0, y: 0, w: 24, h: 12 },
        datasource,
        targets: [{ refId: 'A', datasource, queryType: 'budget', objectives: ['sqlmesh-materialization'] }],
      },
    ],
  });
  await page.goto(dashboard.path);
  await expect(page.getByTestId('data-testid annotation-marker').first()).toBeVisible();
  await page.screenshot({ path: 'test-results/dashboard-breaches.png' });
  await dashboard.remove();
});
