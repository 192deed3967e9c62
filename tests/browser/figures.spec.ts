import { expect, test, type Locator } from '@playwright/test';
import {
  OBJECTIVE_UID,
  OVERVIEW_UID,
  PANEL_IDS,
  SPRINTS_UID,
  CATEGORY_PANEL_IDS,
  categoryUid,
} from '../../dashboards/generator/ids';
import { byUrgency } from '../../src/evaluation/categorySummaries';
import { STATE_COLOURS } from '../../src/frames/colours';
import { statusFigures } from '../../src/frames/statusFigures';
import { NOW_MS, setClock } from './clock';
import {
  categoryVerdict,
  count,
  countIn,
  expectedAt,
  instant,
  percent,
  rowOf,
  sliOf,
  verdictOf,
  type Expected,
} from './expected';
import { answered, openDashboard, tableRows, tiles } from './previewPage';

let expected: Expected;

test.beforeAll(async () => {
  expected = await expectedAt(NOW_MS);
});

test.beforeEach(({ page }) => setClock(page, 'standing'));

test('the overview shows the figures of its objectives', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 2400 });
  await openDashboard(page, OVERVIEW_UID);
  await test.step('its tiles hold the verdict of each category, in its colour', async () => {
    const found = await answered(page, PANEL_IDS.overview.categories);
    expect(await tiles(found)).toEqual(
      expected.categories.map((summary) => [summary.category.displayName, categoryVerdict(summary)])
    );
    expect(await backgrounds(found)).toEqual(expected.categories.map(({ state }) => cssColour(STATE_COLOURS[state])));
  });

  await test.step('below each tile is the objective with the lowest budget', async () => {
    const found = await answered(page, PANEL_IDS.overview.worst);
    expect((await tiles(found)).map((lines) => [lines[0], lines.slice(1).join('')])).toEqual(
      expected.categories.map(({ worst }) => {
        const { remaining } = statusFigures(worst);
        return [worst.objective.displayName, remaining === null ? 'no budget' : percent(remaining, 1)];
      })
    );
  });

  await test.step('it counts the objectives in each state', async () => {
    const found = await answered(page, PANEL_IDS.overview.counts);
    expect(await words(found)).toEqual([
      ...['Met', String(countIn(expected, 'met'))],
      ...['At risk', String(countIn(expected, 'atRisk'))],
      ...['Breached', String(countIn(expected, 'breached'))],
      ...['No data', String(countIn(expected, 'noData'))],
      ...['Failed', String(countIn(expected, 'failed'))],
    ]);
  });

  await test.step('its table lists every objective with its figures, the worst first', async () => {
    const shown = await tableRows(await answered(page, PANEL_IDS.overview.status));
    // Without the bar of the budget and the burn rates.
    expect(shown.map((cells) => [...cells.slice(0, 3), ...cells.slice(4, 6), ...cells.slice(8)])).toEqual(
      expected.rows.map((row) => {
        const { objective } = row;
        const { remaining, why } = statusFigures(row);
        return [
          ...[objective.displayName, sliOf(row, expected.rows), percent(remaining, 1), verdictOf(row)],
          ...[percent(objective.target), why],
        ];
      })
    );
  });
});

test('a category’s table holds its own objectives, with events and burn rates', async ({ page }) => {
  await openDashboard(page, categoryUid('public-applications'));
  const rows = expected.rows.filter(({ objective }) => objective.category.id === 'public-applications').sort(byUrgency);
  const figures = rows.map(statusFigures);
  const shown = await tableRows(await answered(page, CATEGORY_PANEL_IDS.status));
  expect(shown.map((cells) => cells.slice(0, 7))).toEqual(
    rows.map((row) => {
      const { remaining, bad, total } = statusFigures(row);
      return [
        ...[row.objective.displayName, sliOf(row, rows), percent(remaining, 1), verdictOf(row)],
        percent(row.objective.target),
        count(
          bad,
          figures.map((one) => one.bad)
        ),
        count(
          total,
          figures.map((one) => one.total)
        ),
      ];
    })
  );
});

test('open sprints say since when and when they can end at the earliest', async ({ page }) => {
  const sprints = expected.openSprints.map(({ service, fromMs, earliestReturnMs }) => [
    service.displayName,
    instant(fromMs),
    earliestReturnMs === null ? 'unknown' : instant(earliestReturnMs),
  ]);
  expect(sprints.length).toBeGreaterThan(0);
  const ofInterest = (rows: string[][]) => rows.map(([service, since, , , earliest]) => [service, since, earliest]);

  await openDashboard(page, OVERVIEW_UID);
  expect(ofInterest(await tableRows(await answered(page, PANEL_IDS.overview.sprints)))).toEqual(sprints);
  await openDashboard(page, SPRINTS_UID);
  expect(ofInterest(await tableRows(await answered(page, PANEL_IDS.sprints.open)))).toEqual(sprints);
  expect(await words(await answered(page, PANEL_IDS.sprints.openCount))).toEqual([String(sprints.length)]);
  expect(await words(await answered(page, PANEL_IDS.sprints.breachedCount))).toEqual([
    String(countIn(expected, 'breached')),
  ]);
});

for (const id of ['api-requests', 'sqlmesh-materialization', 'core-freshness']) {
  test(`the detail of ${id} shows the figures of ${id}`, async ({ page }) => {
    const row = rowOf(expected, id);
    const { bad, total, remaining } = statusFigures(row);
    await openDashboard(page, OBJECTIVE_UID, { 'var-objective': id });
    expect(await words(await answered(page, PANEL_IDS.objective.status))).toEqual([verdictOf(row)]);
    const figures = await words(await answered(page, PANEL_IDS.objective.figures));
    expect(figureAfter(figures, 'Target')).toBe(percent(row.objective.target));
    expect(figureAfter(figures, 'SLI')).toBe(sliOf(row, [row]));
    expect(figureAfter(figures, 'Budget left')).toBe(remaining === null ? 'no budget' : percent(remaining, 1));
    const [about] = await tableRows(await answered(page, PANEL_IDS.objective.about));
    expect(about).toContain(row.objective.description);
    expect(about).toContain(count(bad));
    expect(about).toContain(count(total));
  });
}

/** Lines of text in a panel; a unit belongs to its number. */
async function words(found: Locator): Promise<string[]> {
  const text = await found.getByTestId('data-testid panel content').innerText();
  return text
    .replace(/\n%/g, '%')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

function figureAfter(lines: string[], label: string): string {
  return lines[lines.indexOf(label) + 1];
}

function backgrounds(found: Locator): Promise<string[]> {
  return found
    .getByTestId('data-testid panel content')
    .locator('a[title] > div')
    .evaluateAll((all) => all.map((element) => getComputedStyle(element).backgroundColor));
}

/** "#189D62" as browsers write it: "rgb(24, 157, 98)". */
function cssColour(hex: string): string {
  const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${channels.join(', ')})`;
}
