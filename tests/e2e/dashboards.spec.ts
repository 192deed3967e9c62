import type { APIRequestContext, Page } from '@playwright/test';
import { expect, test } from '@grafana/plugin-e2e';
import { categoryUid, OBJECTIVE_UID, OVERVIEW_UID } from '../../dashboards/generator/ids';
import { categoryVerdict, expectedAt } from '../browser/expected';
import { closedRowsOf, panelsOf, provisionedDashboards } from '../browser/provisioned';
import { createDataSource, PLUGIN_ID } from './grafana';

const NOTHING_TO_REMOVE = async () => undefined;

/** Uid of a data source of ours that answers with demo data. */
let dataSourceUid: string;
let removeAll: () => Promise<void> = NOTHING_TO_REMOVE;

test.beforeAll(async ({ playwright }, { project }) => {
  const request = await playwright.request.newContext({
    baseURL: process.env.GRAFANA_URL,
    storageState: project.use.storageState,
  });
  const provisioned = (await request.get(`/api/dashboards/uid/${OVERVIEW_UID}`)).ok();
  const removeDashboards = provisioned ? NOTHING_TO_REMOVE : await importDashboards(request);
  const source = await createDataSource(request);
  dataSourceUid = source.uid;
  removeAll = async () => {
    await source.remove();
    await removeDashboards();
    await request.dispose();
  };
});

test.afterAll(() => removeAll());

for (const dashboard of provisionedDashboards()) {
  test(`Grafana shows every panel of ${dashboard.title}`, async ({ page }) => {
    await open(page, dashboard.uid);
    const marked = panelsOf(dashboard).find(({ title }) => title.endsWith('${demo}'));
    await expect(panelNamed(page, `${marked?.title.replace('${demo}', ' · Demo data (invented)')}`)).toBeVisible();
    expect(await showEverything(page)).toBe(closedRowsOf(dashboard).length);
    await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
    await expect(page.getByText(/^(Panel plugin not found|An unexpected error happened)/)).toHaveCount(0);
    await page.screenshot({ path: `test-results/grafana-${dashboard.uid}.png` });
  });
}

test('the tiles of the overview hold the verdict of each category', async ({ page }) => {
  const { categories } = await expectedAt(Date.now());
  await open(page, OVERVIEW_UID);
  for (const summary of categories) {
    await expect(panelNamed(page, 'Categories').getByRole('link', { name: summary.category.displayName })).toHaveText(
      `${summary.category.displayName}${categoryVerdict(summary)}`
    );
  }
});

test('the way leads from the overview through a category to an objective', async ({ page }) => {
  await open(page, OVERVIEW_UID);
  await panelNamed(page, 'Categories').getByRole('link', { name: 'Public Applications' }).click();
  await expect(page).toHaveURL(
    new RegExp(`/d/${categoryUid('public-applications')}/?.*var-datasource=${dataSourceUid}`)
  );
  await panelNamed(page, 'Objectives (worst first)').getByRole('link', { name: 'API requests', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/d/${OBJECTIVE_UID}/?.*var-objective=api-requests`));
  await expect(panelNamed(page, 'About this objective')).toContainText('Public Applications');
});

async function open(page: Page, uid: string): Promise<void> {
  await page.goto(`/d/${uid}?var-datasource=${dataSourceUid}`);
}

/** The first panel whose title begins so; that of a dashboard ends by saying that data are invented. */
function panelNamed(page: Page, title: string) {
  return page.locator(`[data-testid^=${JSON.stringify(`data-testid Panel header ${title}`)}]`).first();
}

/**
 * Scrolls to the end and opens closed rows on the way: Grafana draws rows and panels only where they come into view.
 * Resolves with how many rows it opened.
 */
async function showEverything(page: Page): Promise<number> {
  const closed = page.getByRole('button', { name: 'Expand row' });
  let opened = 0;
  for (let atEnd = false; !atEnd;) {
    await page.mouse.wheel(0, 500);
    await page.waitForTimeout(300);
    while ((await closed.count()) > 0) {
      await closed.first().click();
      opened++;
    }
    await expect(page.getByTestId('data-testid panel loading bar')).toHaveCount(0);
    atEnd = await page.evaluate(() => window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 1);
  }
  return opened;
}

/** Puts the shipped dashboards into a folder of their own; answers what takes them away again. */
async function importDashboards(request: APIRequestContext): Promise<() => Promise<void>> {
  const folder = await request.post('/api/folders', { data: { title: `e2e ${Date.now()}` } });
  const { uid: folderUid } = await folder.json();
  for (const dashboard of provisionedDashboards()) {
    const answer = await request.post('/api/dashboards/db', { data: { dashboard, folderUid, overwrite: true } });
    expect(answer.ok(), `import of ${dashboard.uid} as a dashboard on ${PLUGIN_ID}`).toBe(true);
  }
  return async () => {
    await request.delete(`/api/folders/${folderUid}`);
  };
}
