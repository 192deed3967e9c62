import { expect, test, type Page } from '@playwright/test';
import { categoryUid, OBJECTIVE_UID, OVERVIEW_UID } from '../../dashboards/generator/ids';
import { accessibilityProblems } from './accessibility';
import { setClock } from './clock';
import { inTheme, openDashboard, showEverything } from './previewPage';

const DASHBOARDS = {
  'the overview': OVERVIEW_UID,
  'a category': categoryUid('core-source-data'),
};

/** What opens each menu of the page, and where it is drawn. */
const MENUS: Record<string, { opener(page: Page): ReturnType<Page['locator']>; drawnIn: string }> = {
  'the list of dashboards': {
    opener: (page) => page.getByRole('heading', { level: 1 }),
    drawnIn: '[role="menu"]',
  },
  'what a preview is': {
    opener: (page) => page.getByRole('button', { name: 'Preview: what is this?' }),
    drawnIn: '[data-testid="toggletip-content"]',
  },
  'the time ranges': {
    opener: (page) => page.getByRole('button', { name: /Time range selected/ }),
    drawnIn: '[role="dialog"]',
  },
  'the refresh intervals': {
    opener: (page) => page.getByTestId('data-testid RefreshPicker interval button'),
    drawnIn: '[role="menu"]',
  },
  'the objectives to choose from': {
    opener: (page) => page.getByRole('combobox', { name: 'Objective' }),
    drawnIn: '[role="listbox"]:has([role="option"])',
  },
};

test.beforeEach(({ page }) => setClock(page, 'standing'));

for (const theme of ['dark', 'light'] as const) {
  for (const [name, uid] of Object.entries(DASHBOARDS)) {
    test(`axe finds nothing on ${name} in the ${theme} theme`, async ({ page }) => {
      await openDashboard(page, uid, inTheme(theme));
      await showEverything(page);
      expect(await accessibilityProblems(page)).toEqual([]);
    });
  }

  test(`axe finds nothing on Objective detail and in the menus of the page in the ${theme} theme`, async ({ page }) => {
    await openDashboard(page, OBJECTIVE_UID, inTheme(theme));
    await showEverything(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    for (const [name, { opener, drawnIn }] of Object.entries(MENUS)) {
      await test.step(name, async () => {
        await opener(page).click();
        await expect(page.locator(drawnIn)).toBeVisible();
        expect.soft(await accessibilityProblems(page, drawnIn), name).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.locator(drawnIn)).toHaveCount(0);
      });
    }
  });

  test(`axe finds nothing where there is no dashboard in the ${theme} theme`, async ({ page }) => {
    await page.goto(`/d/errorbudget-nowhere?theme=${theme}`);
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
}
