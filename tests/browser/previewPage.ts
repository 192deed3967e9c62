import { expect, type Locator, type Page } from '@playwright/test';

type Theme = 'dark' | 'light';

/** Opens a dashboard and waits until the panels in view were painted. */
export async function openDashboard(page: Page, uid: string, query: Record<string, string> = {}): Promise<void> {
  await page.goto(`/d/${uid}?${new URLSearchParams(query)}`);
  await painted(page);
}

export function inTheme(theme: Theme): Record<string, string> {
  return { theme };
}

export async function painted(page: Page): Promise<void> {
  await expect(page.locator('body')).toHaveAttribute('data-painted', 'true', { timeout: 20_000 });
}

export function panel(page: Page, id: number): Locator {
  return page.locator(`[data-panel-id="${id}"]`);
}

/** Waits until a panel has its answer. */
export async function answered(page: Page, id: number): Promise<Locator> {
  const found = panel(page, id);
  await found.scrollIntoViewIfNeeded();
  await expect(found).toHaveAttribute('data-panel-state', 'done');
  return found;
}

/** Opens every closed row, then scrolls through the page, because panels far away do not ask yet. */
export async function showEverything(page: Page): Promise<void> {
  const closed = page.locator('main h2 > button[aria-expanded="false"]');
  while ((await closed.count()) > 0) {
    await closed.first().click();
  }
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 800) {
    await page.evaluate((top) => window.scrollTo(0, top), y);
    await page.waitForTimeout(50);
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[data-panel-state="loading"]')].every((panel) => {
        const { top, bottom } = panel.getBoundingClientRect();
        return bottom < 0 || top > window.innerHeight;
      })
    );
  }
}

/** Makes the window as high as the page, so that every panel is in view and drawn; what is far away is not. */
export async function fitWindowToPage(page: Page, width: number): Promise<void> {
  await page.mouse.move(0, 0);
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => window.scrollTo(0, 0));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  await expect(page.locator('[data-panel-state="loading"]')).toHaveCount(0);
  // Charts and tables take their new size a moment after the window.
  await page.waitForTimeout(400);
}

/** Texts of the body rows of the table in a panel, as shown. */
export async function tableRows(found: Locator): Promise<string[][]> {
  await expect(found.getByRole('gridcell').first()).toBeVisible();
  const rows = new Map<number, string[]>();
  for (;;) {
    const inSight = await found.getByRole('row').evaluateAll((all) =>
      all.map((row) => ({
        index: Number(row.getAttribute('aria-rowindex')),
        cells: [...row.querySelectorAll<HTMLElement>('[role="gridcell"]')].map((cell) => cell.innerText.trim()),
      }))
    );
    inSight.filter(({ cells }) => cells.length > 0).forEach(({ index, cells }) => rows.set(index, cells));
    // A table draws what is in sight.
    const isAtEnd = await found.getByRole('grid').evaluate((grid) => {
      const end = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
      grid.scrollTop = end ? 0 : grid.scrollTop + grid.clientHeight / 2;
      return end;
    });
    if (isAtEnd) {
      return [...rows].sort(([one], [other]) => one - other).map(([, cells]) => cells);
    }
    await found.page().waitForTimeout(100);
  }
}

/** Texts of each tile in a panel, line by line. */
export function tiles(found: Locator): Promise<string[][]> {
  return found
    .getByTestId('data-testid panel content')
    .locator('a[title]')
    .evaluateAll((links) => links.map((link) => (link instanceof HTMLElement ? link.innerText.split('\n') : [])));
}
