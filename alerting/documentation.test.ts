import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { burnRatePolicy } from '../src/budget/burnRatePolicy';
import { DAY_MS, HOUR_MS } from '../src/budget/durations';
import { durationInWords, numberInWords, percentInWords } from '../src/budget/inWords';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { alertingFor, catalogueRules } from './catalogueRules';
import { KEPT_MS } from './canFire';
import { MEASURING_RUNBOOK, runbookFile } from './runbookFile';

const ROOT = join(__dirname, '..');
const RUNBOOKS = 'docs/runbooks';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const pages = readdirSync(join(ROOT, RUNBOOKS)).map((name) => `${RUNBOOKS}/${name}`);
const { rules, grafanaOnly } = catalogueRules(alertingFor(shippedCatalogue), KEPT_MS);

/** Links of a Markdown text: [words](where). */
function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
}

/** The anchors that a renderer gives to headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replace(/ /g, '-')
  );
}

/** Dashboards by uid with the ids of their panels, those in closed rows included. */
const panelsByDashboard = new Map(
  readdirSync(join(ROOT, 'dashboards'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const text = read(`dashboards/${name}`);
      const { uid }: { uid: string } = JSON.parse(text);
      return [uid, [...text.matchAll(/"id": (\d+),/g)].map(([, id]) => Number(id))];
    })
);

/** A table's cells without the padding that the formatter adds. */
function withoutPadding(text: string): string {
  return text.replace(/ +\|/g, ' |').replace(/-{2,}/g, '-');
}

describe('docs/alerting.md', () => {
  const text = withoutPadding(read('docs/alerting.md'));

  it.each([0.99, 0.9, 0.75])('shows the rows of the policy at %s with their arithmetic', (target) => {
    const section = text.split(/^##+ /m).find((part) => part.startsWith(`At ${percentInWords(target)}\n`));
    for (const row of burnRatePolicy(target, 30 * DAY_MS).rows) {
      const cells = [
        percentInWords(row.budgetFraction),
        [row.longMs, ...(row.shortMs === null ? [] : [row.shortMs])].map(durationInWords).join(' and '),
        `${row.budgetFraction} × 720 h / ${row.longMs / HOUR_MS} h = ${numberInWords(row.factor)}`,
        percentInWords(row.factor * (1 - target)),
        durationInWords(row.outageFiresAfterMs),
        row.severity,
      ];
      expect(section).toContain(`| ${cells.join(' | ')} |`);
    }
  });

  it('leads to files and headings that exist', () => expectLinks('docs/alerting.md'));
});

describe('the runbooks', () => {
  it('are one for each objective, one for the measuring itself, and a list of them', () => {
    const expected = [
      ...shippedCatalogue.objectives.map(({ id }) => runbookFile(id)),
      MEASURING_RUNBOOK,
      'README.md',
    ].map((name) => `${RUNBOOKS}/${name}`);
    expect(pages.sort()).toEqual(expected.sort());
    const listed = linksIn(read(`${RUNBOOKS}/README.md`));
    expect(listed).toEqual(expect.arrayContaining(shippedCatalogue.objectives.map(({ id }) => runbookFile(id))));
  });

  it.each([...rules, ...grafanaOnly].map((rule) => [rule.title, rule] as const))('explain "%s"', (title, rule) => {
    const text = withoutPadding(read(`${RUNBOOKS}/${rule.runbook}`));
    const { objective } = rule.labels;
    const row = objective === undefined ? title : title.slice(title.indexOf(': ') + 2);
    expect(text).toContain(`| ${row} | ${rule.severity} |`);
  });

  it.each(pages)('lead to files and headings that exist: %s', (page) => expectLinks(page));

  it.each(pages)('lead to dashboards and panels that exist: %s', (page) => {
    const text = read(page);
    for (const [, uid, query = ''] of text.matchAll(/\/d\/([\w-]+)(\?[^`\s]*)?/g)) {
      expect([...panelsByDashboard.keys()]).toContain(uid);
      const parameters = new URLSearchParams(query);
      const panel = parameters.get('viewPanel');
      if (panel !== null) {
        expect(panelsByDashboard.get(uid)).toContain(Number(panel));
      }
      const objective = parameters.get('var-objective');
      if (objective !== null) {
        expect(shippedCatalogue.objectives.map(({ id }) => id)).toContain(objective);
      }
    }
  });

  it.each(shippedCatalogue.objectives.map(({ id }) => id))('say all that is needed about %s', (id) => {
    const headings = [...read(`${RUNBOOKS}/${runbookFile(id)}`).matchAll(/^##+ (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'What it means',
      'How it is measured',
      'What alerts',
      'First steps',
      'No data',
      'Who escalates where',
      'How the sprint ends',
    ]);
  });
});

/** Every link of a page leads to a file of the repository and to a heading in it, or outside over HTTPS. */
function expectLinks(page: string): void {
  for (const link of linksIn(read(page))) {
    if (link.startsWith('https://')) {
      expect(() => new URL(link)).not.toThrow();
      continue;
    }
    const [path, anchor] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    expect([link, existsSync(join(ROOT, file))]).toEqual([link, true]);
    if (anchor !== undefined) {
      expect([link, anchorsOf(read(file))]).toEqual([link, expect.arrayContaining([anchor])]);
    }
  }
}
