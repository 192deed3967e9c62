import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  CATEGORY_PANEL_IDS,
  categoryUid,
  OBJECTIVE_UID,
  OVERVIEW_UID,
  PANEL_IDS,
  SPRINTS_UID,
} from '../../dashboards/generator/ids';
import { DAY_MS } from '../../src/budget/durations';
import { VERDICTS } from '../../src/frames/stateWords';
import { NOW_MS, setClock } from './clock';
import { setCatalogue } from './ownCatalogue';
import { answered, openDashboard, showEverything, tableRows } from './previewPage';
import { panelsOf, provisionedDashboards } from './provisioned';

const PAST = { from: String(NOW_MS - 40 * DAY_MS), to: String(NOW_MS - 10 * DAY_MS) };

test.beforeEach(({ page }) => setClock(page, 'standing'));

test.describe('a past range', () => {
  test('shows nothing of what is known as it is now only', async ({ page }) => {
    await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'core-freshness', ...PAST });
    expect(await contentOf(page, PANEL_IDS.objective.status)).toBe('no data');
    expect(await contentOf(page, PANEL_IDS.objective.about)).toContain(
      'items are only known as they are now, not at 2026-11-10 12:34'
    );
    expect(await contentOf(page, PANEL_IDS.objective.contributors)).toMatch(/^Nothing is known to have failed/);
  });

  test('shows the figures of its end', async ({ page }) => {
    await openDashboard(page, OVERVIEW_UID);
    const now = await tableRows(await answered(page, PANEL_IDS.overview.status));
    await openDashboard(page, OVERVIEW_UID, PAST);
    const past = await tableRows(await answered(page, PANEL_IDS.overview.status));
    const figuresOf = (rows: string[][]) => new Map(rows.map(([name, sli]) => [name, sli]));
    const changed = [...figuresOf(now)].filter(([name, sli]) => figuresOf(past).get(name) !== sli);
    expect(changed.length).toBeGreaterThan(now.length / 2);
  });

  test('has no sprint that ends before it began', async ({ page }) => {
    for (const range of [{}, PAST]) {
      await openDashboard(page, SPRINTS_UID, range);
      for (const id of [PANEL_IDS.sprints.open, PANEL_IDS.sprints.closed]) {
        expect(await contentOf(page, id)).not.toContain('ago');
      }
    }
  });
});

test('a panel that always shows the present says so in its title', () => {
  const ofThePresent = provisionedDashboards().flatMap((dashboard) =>
    panelsOf(dashboard).filter(
      ({ type, targets = [] }) =>
        type === 'alertlist' ||
        targets.some(({ queryType }) => ['freshness', 'partitions', 'trinoState', 'lineage'].includes(queryType ?? ''))
    )
  );
  expect(ofThePresent.length).toBeGreaterThan(5);
  expect(ofThePresent.filter(({ title }) => !/\bnow$/.test(title)).map(({ title }) => title)).toEqual([]);
});

test('a chart ends with the figures of the table beside it', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 2600 });
  await openDashboard(page, OVERVIEW_UID);
  const rows = await tableRows(await answered(page, PANEL_IDS.overview.status));
  const ofTable = new Map(rows.map(([name, , remaining]) => [name, remaining]));
  const chart = await answered(page, PANEL_IDS.overview.budget);
  // The last two cells: Grafana 13 has one for the colour before them.
  const legend = await chart
    .locator('tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].slice(-2).map((cell) => cell.textContent?.trim() ?? ''))
    );
  expect(legend.length).toBeGreaterThan(10);
  for (const [name, last] of legend) {
    expect({ name, last }).toEqual({ name, last: ofTable.get(name) });
  }
});

test('an unknown objective in the address is not another one', async ({ page }) => {
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'nowhere' });
  await expect(page).toHaveURL(/var-objective=nowhere/);
  const status = page.locator(`[data-panel-id="${PANEL_IDS.objective.status}"]`);
  await expect(status).toHaveAttribute('data-panel-state', 'error');
  await status.getByRole('button', { name: 'Panel status' }).hover();
  await expect(page.getByText('The catalogue holds no objective "nowhere"')).toBeVisible();
  await expect(page.locator('main')).not.toContainText(/\d %|\d%/);
});

test('an objective without events has no data, and its budget is not known', async ({ page }) => {
  await setCatalogue(page, (place) => ({ eventsPerHour: place === 0 ? 1e-9 : 50, errorRatio: 0 }));
  await openDashboard(page, OVERVIEW_UID);
  const rows = await tableRows(await answered(page, PANEL_IDS.overview.status));
  expect(rows.filter(([, , , , verdict]) => verdict === 'no data').map(([, , remaining]) => remaining)).toEqual(['–']);
  await expect(page.locator('main')).not.toContainText('no budget');
});

test('an objective at 100 % has no budget', async ({ page }) => {
  await setCatalogue(page, () => ({ eventsPerHour: 50, errorRatio: 0, target: 1 }));
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': 'api-requests' });
  expect(await contentOf(page, PANEL_IDS.objective.figures)).toContain('no budget');
});

test('a breach that the range begins with is shaded from its beginning', async ({ page }) => {
  const id = 'sqlmesh-materialization';
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': id });
  const [[began]] = await tableRows(await answered(page, PANEL_IDS.objective.breaches));
  const fromMs = Date.parse(`${began.replace(' ', 'T')}Z`) + 90 * 60_000;
  await openDashboard(page, OBJECTIVE_UID, { 'var-objective': id, from: String(fromMs), to: String(NOW_MS) });
  const [[from, , what]] = await tableRows(await answered(page, PANEL_IDS.objective.breaches));
  expect(Date.parse(`${from.replace(' ', 'T')}Z`)).toBeLessThanOrEqual(fromMs);
  expect(what).toContain('since before');
});

test.describe('in another time zone than UTC', () => {
  test.use({ timezoneId: 'Asia/Tokyo' });

  for (const { uid, title } of provisionedDashboards()) {
    test(`no text of ${title} holds an instant in UTC`, async ({ page }) => {
      await openDashboard(page, uid, uid === OBJECTIVE_UID ? { 'var-objective': 'core-freshness' } : {});
      await showEverything(page);
      expect(await page.locator('main').innerText()).not.toMatch(/\d\d:\d\d UTC/);
    });
  }

  test('texts name the zone of the times beside them', async ({ page }) => {
    await openDashboard(page, SPRINTS_UID);
    expect(await contentOf(page, PANEL_IDS.sprints.open)).toMatch(
      /complies 2026-\d\d-\d\d \d\d:\d\d GMT\+9 at the earliest/
    );
  });
});

test('the earliest return stays the same from one reload to the next', async ({ page, context }) => {
  const earliest = async (shown: Page) => {
    await openDashboard(shown, SPRINTS_UID);
    const rows = await tableRows(await answered(shown, PANEL_IDS.sprints.open));
    return rows.map(([service, , , , instant]) => [service, instant]);
  };
  const first = await earliest(page);
  expect(first.length).toBeGreaterThan(0);
  const later = await context.newPage();
  await setClock(later, 'standing', NOW_MS + 11 * 60_000);
  expect(await earliest(later)).toEqual(first);
});

test('fractions of events are rounded', async ({ page }) => {
  await setCatalogue(page, () => ({ eventsPerHour: 95, errorRatio: 0.02, inRatioSlices: true }));
  await openDashboard(page, categoryUid('public-applications'));
  const rows = await tableRows(await answered(page, CATEGORY_PANEL_IDS.status));
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.flatMap((cells) => cells.slice(5, 7)).filter((count) => !/^[\d,]+$/.test(count))).toEqual([]);
  await openDashboard(page, OVERVIEW_UID);
  const whys = (await tableRows(await answered(page, PANEL_IDS.overview.status))).map((cells) => cells[8]);
  expect(whys.filter((why) => /\d\.\d+ bad|bad of [\d,]+\.\d/.test(why))).toEqual([]);
});

test('a click on Status sorts by urgency', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 2600 });
  await openDashboard(page, OVERVIEW_UID);
  const table = await answered(page, PANEL_IDS.overview.status);
  const ranks = async () =>
    (await tableRows(table)).map(([, , , shown]) => VERDICTS.findIndex((verdict) => verdict.shown === shown));
  const worstFirst = await ranks();
  expect(worstFirst).toEqual([...worstFirst].sort((a, b) => a - b));
  const header = table.getByRole('columnheader', { name: /^Status/ }).getByText('Status', { exact: true });
  await header.click();
  await expect.poll(ranks).toEqual(worstFirst);
  await header.click();
  await expect.poll(ranks).toEqual([...worstFirst].sort((a, b) => b - a));
});

async function contentOf(page: Page, id: number): Promise<string> {
  const found: Locator = await answered(page, id);
  return (await found.getByTestId('data-testid panel content').innerText()).trim();
}
