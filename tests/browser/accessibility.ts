import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { STATE_COLOURS } from '../../src/frames/colours';

type Node = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]['nodes'][number];

interface Exception {
  rule: string;
  /** The elements that it holds for. */
  holdsFor(node: Node): boolean;
}

const COLOURS = Object.values(STATE_COLOURS).map((colour) => colour.toLowerCase());

/** What the page's own code cannot fix. Everything else that axe finds is a fault. */
const EXCEPTIONS: Exception[] = [
  // A frame gives each state one colour, which panels use as text and as background in both themes. No colour has 4.5:1 with
  // white and with Grafana's dark panel; those of the states have at least 3.2:1 (src/frames/colours.test.ts), and words beside them.
  {
    rule: 'color-contrast',
    holdsFor: ({ any }) => any.some(({ data }) => COLOURS.includes(data?.fgColor) || COLOURS.includes(data?.bgColor)),
  },
  // Grafana's PanelChrome makes a landmark of each panel, named by its title; a title comes once below each row.
  { rule: 'landmark-unique', holdsFor: ({ html }) => html.includes('data-testid="data-testid Panel header') },
  // Grafana's TimeRangePicker opens a dialog without a name, whose headings begin at the third level, and whose list of ranges is
  // presentation and has a description of its role.
  { rule: 'aria-dialog-name', holdsFor: ({ html }) => html.includes('role="dialog"') },
  { rule: 'heading-order', holdsFor: ({ html }) => html.includes('Absolute time range') },
  { rule: 'presentation-role-conflict', holdsFor: ({ html }) => html.includes('Time range selection') },
  // The lists of Grafana's RefreshPicker and Combobox hold a box that scrolls and can have the focus.
  { rule: 'aria-required-children', holdsFor: ({ html }) => /role="(menu|listbox)"/.test(html) },
  // Grafana's Combobox names an option before its list has drawn it.
  { rule: 'aria-valid-attr-value', holdsFor: ({ html }) => html.includes('aria-activedescendan') },
];

/** What axe finds on the page, or below the elements that `within` selects: rule, element and what is wrong with it. */
export async function accessibilityProblems(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter((node) => !EXCEPTIONS.some(({ rule, holdsFor }) => rule === id && holdsFor(node)))
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary}`)
  );
}
