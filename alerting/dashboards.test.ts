import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberInWords } from '../src/budget/inWords';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { alertingFor, catalogueRules } from './catalogueRules';
import { KEPT_MS } from './canFire';

interface Panel {
  id: number;
  title: string;
  description?: string;
  panels?: Panel[];
}

/** A panel of a provisioned dashboard, in an open or a closed row. */
function panelOf(dashboardUid: string, panelId: number): Panel | undefined {
  const file = join(__dirname, '../dashboards', `${dashboardUid.replace(/^errorbudget-/, '')}.json`);
  const { panels }: { panels: Panel[] } = JSON.parse(readFileSync(file, 'utf8'));
  return panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).find(({ id }) => id === panelId);
}

const { rules, grafanaOnly } = catalogueRules(alertingFor(shippedCatalogue), KEPT_MS);
const TITLES: Record<string, string> = {
  ErrorBudgetBurnRate: 'Burn rate',
  ErrorBudgetBadEvent: 'Events',
  ErrorBudgetBadInARow: 'Events',
  ErrorBudgetExhausted: 'Budget burn-down',
  ErrorBudgetNothingRan: 'Events',
  ErrorBudgetBadItems: 'What is missing',
  ErrorBudgetMissingData: 'Status',
};

describe('the panel that an alert leads to', () => {
  it.each([...rules, ...grafanaOnly].map((rule) => [rule.title, rule] as const))(
    'shows "%s"',
    (_, { name, labels, panel }) => {
      const { title } = panelOf(panel.dashboardUid, panel.panelId) ?? {};
      expect(title).toBe(labels.objective === undefined ? 'Objectives (worst first)' : TITLES[name]);
    }
  );

  it('draws the threshold of every burn-rate rule, and no other', () => {
    const drawn = new Map<string, string>();
    const ruled = new Map<string, string[]>();
    for (const { name, severity, check, labels, panel } of rules.filter(
      (rule) => rule.name === 'ErrorBudgetBurnRate'
    )) {
      drawn.set(labels.objective, panelOf(panel.dashboardUid, panel.panelId)?.description ?? name);
      const hours = parseInt(labels.lookback, 10);
      const lookback = hours % 24 === 0 ? `${hours / 24} d` : `${hours} h`;
      const line = `${severity} above ${numberInWords(check.threshold)} × over ${lookback}`;
      ruled.set(labels.objective, [...(ruled.get(labels.objective) ?? []), line]);
    }
    expect(ruled.size).toBeGreaterThan(0);
    for (const [objective, lines] of ruled) {
      expect([objective, drawn.get(objective)]).toEqual([
        objective,
        expect.stringContaining(`Lines: ${lines.join(', ')}.`),
      ]);
    }
  });
});
