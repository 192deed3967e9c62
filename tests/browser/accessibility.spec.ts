import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { categoryUid, OBJECTIVE_UID, OVERVIEW_UID } from '../../dashboards/generator/ids';
import { setClock } from './clock';
import { inTheme, openDashboard, showEverything } from './previewPage';

const DASHBOARDS = {
  'the overview': { uid: OVERVIEW_UID, variables: {} },
  'a category': { uid: categoryUid('public-applications'), variables: {} },
  'Objective detail': { uid: OBJECTIVE_UID, variables: { 'var-objective': 'api-requests' } },
};

test.beforeEach(({ page }) => setClock(page, 'standing'));

for (const theme of ['dark', 'light'] as const) {
  for (const [name, { uid, variables }] of Object.entries(DASHBOARDS)) {
    test(`${name} is accessible in the ${theme} theme`, async ({ page }) => {
      await openDashboard(page, uid, { ...inTheme(theme), ...variables });
      await showEverything(page);
      expect(await violations(page)).toEqual([]);
    });
  }

  test(`menus are accessible in the ${theme} theme`, async ({ page }) => {
    await openDashboard(page, OBJECTIVE_UID, inTheme(theme));
    const found: Record<string, string[]> = {};
    const openers = {
      'list of dashboards': page.getByRole('heading', { level: 1 }),
      'explanation of the preview': page.getByRole('button', { name: 'Preview: what is this?' }),
      'time range': page.getByRole('button', { name: /Time range selected/ }),
      'refresh interval': page.getByTestId('data-testid RefreshPicker interval button'),
      'objectives to choose from': page.getByRole('combobox', { name: 'Objective' }),
    };
    for (const [menu, opener] of Object.entries(openers)) {
      await opener.click();
      await page.waitForTimeout(500);
      const these = await violations(page);
      if (these.length > 0) {
        found[menu] = these;
      }
      await page.keyboard.press('Escape');
    }
    expect(found).toEqual({});
  });

  test(`an address without a dashboard is accessible in the ${theme} theme`, async ({ page }) => {
    await page.goto(`/d/errorbudget-nowhere?theme=${theme}`);
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

/** What axe finds on the page, one line per element: rule, element, what is wrong with it. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => `${id}: ${target.join(' ')}\n${html.slice(0, 300)}\n${failureSummary}`)
  );
}
