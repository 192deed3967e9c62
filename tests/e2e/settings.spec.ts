import { expect, test } from '@grafana/plugin-e2e';
import { createDataSource, PLUGIN_ID, type CreatedDataSource } from './grafana';

test('a new data source shows demo data and passes save & test', async ({ createDataSourceConfigPage, page }) => {
  await createDataSourceConfigPage({ type: PLUGIN_ID });
  await page.getByRole('button', { name: 'Save & test' }).click();
  await expect(page.getByText(/19 of 19 objectives are measurable/)).toBeVisible();
  await page.screenshot({ path: 'test-results/settings.png', fullPage: true });
});

test.describe('a data source whose Prometheus is not there', () => {
  let source: CreatedDataSource;

  test.beforeEach(async ({ request }) => {
    source = await createDataSource(request, { prometheusUrl: 'http://127.0.0.1:1' });
  });

  test.afterEach(() => source.remove());

  test('says so on the line of the upstream, with the remedy', async ({ page }) => {
    await page.goto(`/connections/datasources/edit/${source.uid}`);
    await page.getByRole('button', { name: 'Save & test' }).click();
    await expect(page.getByText(/Prometheus: no answer/).first()).toBeVisible();
    await expect(page.getByText(/Check that it runs, and its URL/).first()).toBeVisible();
    await page.screenshot({ path: 'test-results/settings-unreachable.png', fullPage: true });
  });
});
