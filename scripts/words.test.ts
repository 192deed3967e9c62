import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** What no text that people read may say, and what it says instead. */
const WORDS: Record<string, string> = {
  'the worst first': '(worst first)',
  'Spent in': 'Time to exhaustion',
  'Complies earliest': 'Earliest compliance',
  'Of the bad': 'Share of failures',
  'Of the budget': 'Share of budget',
  'alerts that fire': 'Firing … alerts',
  'all of it never yet': 'fully observed: not yet',
  'have no recorded past': 'are judged as they are now',
  'query type status shows': 'the table of objectives shows',
};

/** Dashboards, rules and documents, without the history of changes. */
const FILES = ['dashboards', 'provisioning', 'docs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(json|md|ya?ml)$/.test(file))
    .map((file) => join(folder, file))
);

describe('what people read', () => {
  it.each(Object.entries(WORDS))('never says “%s” (but “%s”)', (word) => {
    expect(FILES.length).toBeGreaterThan(30);
    expect(FILES.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes(word))).toEqual([]);
  });
});
