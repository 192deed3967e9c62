import { expect, test, type Page } from '@playwright/test';
import { setClock } from './clock';
import { textsThatDoNotFit } from './overflow';
import { fitWindowToPage, inTheme, openDashboard, showEverything } from './previewPage';
import { gatherProblems } from './problems';
import { panelsOf, provisionedDashboards } from './provisioned';

/** Panels that rightly have nothing to show in demo data, by dashboard and panel id, and why. */
const EMPTY_PANELS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'errorbudget-overview': { 8: 'no burn-rate alert of the demo fires now', 9: 'rules fire in Grafana only' },
  'errorbudget-kubernetes-infrastructure': { 5: 'its objectives have no group-by label' },
  'errorbudget-sprints': { 5: 'no sprint of the demo has ended within 90 days' },
  'errorbudget-objective': { 10: 'the objective that it opens with was never breached' },
};

const softly = expect.configure({ soft: true });

for (const dashboard of provisionedDashboards()) {
  test(`${dashboard.title} fits in both themes`, async ({ page }) => {
    const problems = gatherProblems(page);
    await setClock(page, 'standing');
    await openDashboard(page, dashboard.uid, inTheme('dark'));
    await showEverything(page);
    await fitWindowToPage(page, 1280);

    const expected = panelsOf(dashboard).map(({ id, title }) => ({
      ...{ id, state: 'done', hasInfo: true },
      title: title?.replace('${demo}', ' · Demo data (invented)'),
    }));
    expect.soft(byId(await shownPanels(page))).toEqual(byId(expected));
    expect
      .soft(await idsOfEmptyPanels(page), 'panels with nothing to show')
      .toEqual(Object.keys(EMPTY_PANELS[dashboard.uid] ?? {}).map(Number));
    await softly.poll(() => textsThatDoNotFit(page), 'dark, at 1280 px').toEqual([]);
    await fitWindowToPage(page, 1920);
    // Rows of a table take their new heights some time after its width.
    await softly.poll(() => textsThatDoNotFit(page), 'dark, at 1920 px').toEqual([]);

    await page.getByRole('button', { name: 'Light theme' }).click();
    await fitWindowToPage(page, 1280);
    expect.soft(byId(await shownPanels(page))).toEqual(byId(expected));
    await softly.poll(() => textsThatDoNotFit(page), 'light, at 1280 px').toEqual([]);
    expect(problems).toEqual([]);
  });
}

interface ShownPanel {
  id: number;
  title: string;
  state: string;
  /** Its description hangs on an icon beside the title. */
  hasInfo: boolean;
}

function shownPanels(page: Page): Promise<ShownPanel[]> {
  return page.locator('[data-panel-id]').evaluateAll((panels) =>
    panels.map((panel) => ({
      id: Number(panel.getAttribute('data-panel-id')),
      title: panel.querySelector('h2')?.textContent ?? '',
      state: panel.getAttribute('data-panel-state') ?? '',
      hasInfo: panel.querySelector('[data-testid="title-items-container"] span svg') !== null,
    }))
  );
}

/** Panels with neither a drawing nor a graph nor a cell nor a tile nor a sentence of their own. */
function idsOfEmptyPanels(page: Page): Promise<number[]> {
  return page.locator('[data-panel-id]').evaluateAll((panels) =>
    panels
      .filter((panel) => {
        const content = panel.querySelector('[data-testid="data-testid panel content"]');
        return !content?.querySelector('canvas, svg text, [role="gridcell"], [style*="font-size"], p');
      })
      .map((panel) => Number(panel.getAttribute('data-panel-id')))
  );
}

function byId(panels: ShownPanel[]): ShownPanel[] {
  return [...panels].sort((a, b) => a.id - b.id);
}
