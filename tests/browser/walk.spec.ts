import { expect, test, type Page } from '@playwright/test';
import {
  categoryUid,
  CATEGORY_PANEL_IDS,
  OBJECTIVE_UID,
  OVERVIEW_UID,
  PANEL_IDS,
} from '../../dashboards/generator/ids';
import { setClock } from './clock';
import { answered, openDashboard, painted, panel, tableRows, tiles } from './previewPage';
import { gatherProblems } from './problems';

test.beforeEach(({ page }) => setClock(page, 'running'));

test('a tile leads to its category, a row to its objective, and back leads back', async ({ page }) => {
  const problems = gatherProblems(page);
  await openDashboard(page, OVERVIEW_UID);
  await panel(page, PANEL_IDS.overview.categories).getByRole('link', { name: 'Public Applications' }).click();
  await expect(page).toHaveURL(new RegExp(`/d/${categoryUid('public-applications')}\\?`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Public Applications');

  const table = await answered(page, CATEGORY_PANEL_IDS.status);
  await table.getByRole('link', { name: 'API requests', exact: true }).click();
  await expect(page).toHaveURL(/\/d\/errorbudget-objective\?.*var-objective=api-requests/);
  await expect(page.getByRole('combobox', { name: 'Objective' })).toHaveValue('API requests');
  const [about] = await tableRows(await answered(page, PANEL_IDS.objective.about));
  expect(about).toContain('Public Applications');

  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Public Applications');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SLO overview');
  expect(problems).toEqual([]);
});

test('another range shows other instants and the same status', async ({ page }) => {
  await openDashboard(page, OVERVIEW_UID);
  const verdicts = await tiles(await answered(page, PANEL_IDS.overview.categories));
  const chart = await answered(page, PANEL_IDS.overview.budget);
  const before = await chart.locator('canvas').screenshot();

  await page.getByRole('button', { name: /Time range selected/ }).click();
  await page.getByText('Last 7 days', { exact: true }).click();
  await expect(page).toHaveURL(/from=now-7d&to=now/);
  await expect(page.getByRole('button', { name: 'Time range selected: Last 7 days' })).toBeVisible();
  await expect
    .poll(async () => (await chart.locator('canvas').screenshot()).equals(before), {
      message: 'the chart stays the same',
    })
    .toBe(false);
  expect(await tiles(await answered(page, PANEL_IDS.overview.categories))).toEqual(verdicts);
});

test('another objective shows other figures', async ({ page }) => {
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'api-requests' });
  const figures = (await answered(page, PANEL_IDS.objective.figures)).getByTestId('data-testid panel content');
  const before = await figures.innerText();
  await page.getByRole('combobox', { name: 'Objective' }).fill('Trino q');
  await page.getByRole('option', { name: 'Trino queries' }).click();
  await expect(page).toHaveURL(/var-objective=trino-queries/);
  await expect(figures).not.toHaveText(before);
  await expect(figures).toContainText('95.85');
});

test('the refresh interval can be chosen and is in the address', async ({ page }) => {
  await openDashboard(page, OVERVIEW_UID);
  await page.getByTestId('data-testid RefreshPicker interval button').click();
  await page.getByRole('menuitemradio', { name: '1 minute', exact: true }).click();
  await expect(page).toHaveURL(/refresh=1m/);
});

test('the theme can be switched and is remembered', async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await openDashboard(page, OVERVIEW_UID);
  const dark = await background();
  await page.getByRole('button', { name: 'Light theme' }).click();
  await expect.poll(background).not.toBe(dark);
  await page.reload();
  await painted(page);
  expect(await background()).not.toBe(dark);
});

test('a row opens and closes by keyboard, and what is below makes room', async ({ page }) => {
  await openDashboard(page, categoryUid('public-applications'));
  const [first, second] = [0, 1].map((index) => page.locator('main h2 > button[aria-expanded]').nth(index));
  const topOfSecond = async () => (await second.boundingBox())?.y ?? 0;
  await first.focus();
  const closed = await topOfSecond();
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect.poll(topOfSecond).toBeGreaterThan(closed + 300);
  await page.keyboard.press('Space');
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await expect.poll(topOfSecond).toBe(closed);
});

test('regions of breaches can be hidden and shown again', async ({ page }) => {
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'sqlmesh-materialization' });
  const markers = (await answered(page, PANEL_IDS.objective.budget)).getByRole('button', { name: /^Annotation: / });
  await expect(markers).toHaveCount(1);
  await toggle(page, 'Breaches');
  await expect(markers).toHaveCount(0);
  await toggle(page, 'Breaches');
  await expect(markers).toHaveCount(1);
});

test('the list holds every dashboard', async ({ page }) => {
  await openDashboard(page, OVERVIEW_UID);
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByRole('menuitem')).toHaveCount(9);
  await page.getByRole('menuitem', { name: /Remedial sprints/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Remedial sprints');
});

test('status page and chat open in a tab of their own', async ({ page }) => {
  await openDashboard(page, OVERVIEW_UID);
  for (const [name, url] of [
    ['Status page', /^https:\/\/www\.opensource\.observer\/status/],
    ['Discord', /^https:\/\/www\.opensource\.observer\/discord/],
  ] as const) {
    const link = page.locator('main').getByRole('link', { name, exact: true }).first();
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(link).toHaveAttribute('href', url);
  }
});

test('a click on a column sorts the table by it', async ({ page }) => {
  await openDashboard(page, categoryUid('public-applications'));
  const table = await answered(page, CATEGORY_PANEL_IDS.status);
  const names = async () => (await tableRows(table)).map(([name]) => name);
  const worstFirst = await names();
  await table
    .getByRole('columnheader', { name: /^Objective/ })
    .getByText('Objective', { exact: true })
    .click();
  await expect.poll(names).toEqual([...worstFirst].sort());
});

test('pointing at a chart shows the values at that instant, within the window', async ({ page }) => {
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'api-requests' });
  const plot = (await answered(page, PANEL_IDS.objective.budget)).locator('.u-over');
  await plot.hover({ position: { x: 440, y: 60 } });
  await plot.hover({ position: { x: 450, y: 62 } });
  const instant = page.getByText(/^2026-11-\d\d \d\d:00:00$/).first();
  await expect(instant).toBeInViewport({ ratio: 1 });
});

test('a panel shows the queries behind it', async ({ page }) => {
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'api-requests' });
  const found = await answered(page, PANEL_IDS.objective.budget);
  await found.hover();
  await found.getByRole('button', { name: /^Menu for panel/ }).click();
  await page.getByRole('menuitem', { name: 'Show queries' }).click();
  await expect(page.getByRole('dialog')).toContainText('# demo data for api-requests');
});

test('a text that does not fit its cell can be read in full', async ({ page }) => {
  const problems = gatherProblems(page);
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'unstable-materialization' });
  const table = await answered(page, PANEL_IDS.objective.contributors);
  const contributor = 'farcaster/engagement';
  const cell = table.getByRole('gridcell').filter({ hasText: contributor });
  await cell.hover();
  await cell.getByRole('button', { name: 'Inspect value' }).click();
  const drawer = page.getByRole('dialog');
  await expect(drawer).toContainText(contributor);
  await drawer.getByRole('tab', { name: 'Code editor' }).click();
  await expect(drawer.getByRole('textbox', { name: 'Text' })).toHaveValue(contributor);
  expect(problems).toEqual([]);
});

test('an address without a dashboard says so, and where all dashboards are', async ({ page }) => {
  await page.goto('/d/errorbudget-nowhere');
  const message = page.getByRole('alert');
  await expect(message).toContainText('errorbudget-nowhere');
  await expect(message).toContainText('The list next to the logo has all dashboards');
});

async function toggle(page: Page, name: string): Promise<void> {
  await page.getByRole('switch', { name }).focus();
  await page.keyboard.press('Space');
}
