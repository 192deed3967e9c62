import { expect, test } from '@grafana/plugin-e2e';
import { createDataSource, explorePath, type CreatedDataSource } from './grafana';

let source: CreatedDataSource;

test.beforeEach(async ({ request }) => {
  source = await createDataSource(request);
});

test.afterEach(() => source.remove());

const TABLES = {
  status: ['API requests', 'at risk'],
  category: ['Public Applications', 'breached'],
  remediation: ['SQLMesh', 'open'],
} as const;

for (const [queryType, texts] of Object.entries(TABLES)) {
  test(`Explore shows ${queryType} as a table`, async ({ page }) => {
    await page.goto(explorePath(source.uid, { queryType }));
    for (const text of texts) {
      await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
    }
    await page.screenshot({ path: `test-results/explore-${queryType}.png` });
  });
}

for (const queryType of ['sli', 'budget', 'burnRate', 'events']) {
  test(`Explore shows ${queryType} as a graph`, async ({ page }) => {
    await page.goto(explorePath(source.uid, { queryType, objectives: ['api-requests'] }));
    await expect(page.locator('canvas').first()).toBeVisible();
    await expect(page.getByText(/API requests/).first()).toBeVisible();
    await expect(page.getByText('No data')).toHaveCount(0);
    await page.screenshot({ path: `test-results/explore-${queryType}.png` });
  });
}

test('an unknown objective is an error that names those that exist', async ({ page }) => {
  await page.goto(explorePath(source.uid, { queryType: 'status', objectives: ['api-request'] }));
  await expect(page.getByText(/holds no objective "api-request"/).first()).toBeVisible();
});
