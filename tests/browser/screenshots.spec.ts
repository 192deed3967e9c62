import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { setClock } from './clock';
import { fitWindowToPage, inTheme, openDashboard, showEverything } from './previewPage';
import { provisionedDashboards } from './provisioned';

const ROOT = join(__dirname, '../..');
const FOR_DOCS = join(ROOT, 'docs/screenshots');
const FOR_CATALOGUE = join(ROOT, 'src/img/screenshots');
const MOST_BYTES = 400_000;
/** The tail of a long table shows nothing more. */
const MOST_HEIGHT_PX = 2000;

/** The dashboards that Grafana’s plugin catalogue shows, by uid, and what their pictures are called there. */
const CATALOGUE: Readonly<Record<string, string>> = {
  'errorbudget-overview': 'overview',
  'errorbudget-core-source-data': 'category',
  'errorbudget-objective': 'objective',
  'errorbudget-sprints': 'sprints',
};

test.beforeEach(({ page }) => setClock(page, 'standing'));

for (const { uid } of provisionedDashboards()) {
  const name = uid.replace(/^errorbudget-/, '');
  test(`pictures of ${name}`, async ({ page }) => {
    await openDashboard(page, uid, { ...inTheme('dark'), ...variablesOf(uid) });
    const catalogueName = CATALOGUE[uid];
    if (catalogueName !== undefined) {
      await page.mouse.move(0, 0);
      await take(page, join(FOR_CATALOGUE, `${catalogueName}.png`));
    }
    await openRows(page, uid);
    await takeWhole(page, join(FOR_DOCS, `${name}.png`));
  });
}

test('picture of the overview in the light theme', async ({ page }) => {
  await openDashboard(page, 'errorbudget-overview', inTheme('light'));
  await showEverything(page);
  await takeWhole(page, join(FOR_DOCS, 'overview-light.png'));
});

function variablesOf(uid: string): Record<string, string> {
  return uid === 'errorbudget-objective' ? { 'var-objective': 'api-requests' } : {};
}

/** All rows; of ten alike only the first. */
async function openRows(page: Page, uid: string): Promise<void> {
  if (uid === 'errorbudget-public-applications') {
    await page.locator('main h2 > button[aria-expanded="false"]').first().click();
    await expect(page.locator('[data-panel-state="loading"]')).toHaveCount(0);
  } else {
    await showEverything(page);
  }
}

async function takeWhole(page: Page, path: string): Promise<void> {
  await fitWindowToPage(page, 1280);
  const height = await page.evaluate(() => window.innerHeight);
  await page.setViewportSize({ width: 1280, height: Math.min(height, MOST_HEIGHT_PX) });
  await take(page, path);
}

async function take(page: Page, path: string): Promise<void> {
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  expect(statSync(path).size, `bytes of ${path}`).toBeLessThan(MOST_BYTES);
}
