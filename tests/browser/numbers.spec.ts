import { expect, test } from '@playwright/test';
import { setClock } from './clock';
import { numbersThatAreCut } from './cutNumbers';
import { setCatalogue } from './ownCatalogue';
import { fitWindowToPage, openDashboard, showEverything } from './previewPage';
import { provisionedDashboards } from './provisioned';

const WIDTHS = [390, 768, 1440, 1920, 2560];

/** From no event an hour to 10^12 in the window, at targets from loose to as tight as any, mostly overspent many times. */
const SIZES = [24_113.98, 1.4e9, 7_123_456, 333.3, 4].flatMap((eventsPerHour) =>
  [0.9, 0.99, 0.9999, 0.99999].map((target) => ({
    eventsPerHour,
    target,
    errorRatio: target === 0.99999 ? 0 : target > 0.99 ? 0.9 : 0.02,
  }))
);

for (const { uid, title } of provisionedDashboards()) {
  test(`no number of ${title} is cut, with up to 10^12 events`, async ({ page }) => {
    test.setTimeout(180_000);
    await setClock(page, 'standing');
    await setCatalogue(page, (place) => SIZES[place % SIZES.length]);
    await openDashboard(page, uid);
    await showEverything(page);
    for (const width of WIDTHS) {
      await fitWindowToPage(page, width);
      const { cut, measured } = await numbersThatAreCut(page);
      expect.soft(measured, `figures at ${width} px`).toBeGreaterThan(0);
      expect.soft(cut, `at ${width} px`).toEqual([]);
    }
  });
}
