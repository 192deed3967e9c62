import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';

const page = read('docs/first-day.md');
const catalogue = read('src/catalogue/oso.yaml').split('\n');

/** Rows of the page's tables that begin with the id of an objective. */
const rows = [...page.matchAll(/^\| `([a-z-]+)` +\|.*oso\.yaml#L.*$/gm)].map(([row, id]) => ({
  id,
  lines: [...row.matchAll(/\[(\d+)\]\([^)]*#L(\d+)\)/g)].map(([, text, anchor]) => ({ text, anchor })),
}));

function read(path: string): string {
  return readFileSync(join(__dirname, '../..', path), 'utf8');
}

/** The SLO whose document holds this line, counted from 1. */
function objectiveAt(line: number): string | undefined {
  const start = catalogue.lastIndexOf('---', line - 1);
  const name = catalogue.slice(start, line).find((text) => text.startsWith('  name: '));
  return name?.slice('  name: '.length);
}

describe('docs/first-day.md', () => {
  it('reports for every objective of the shipped catalogue what it needs', () => {
    expect(rows.map(({ id }) => id).sort()).toEqual(shippedCatalogue.objectives.map(({ id }) => id).sort());
  });

  it.each(rows)('names the lines of oso.yaml to edit for $id', ({ id, lines }) => {
    const { indicator } = shippedCatalogue.objectives.find((objective) => objective.id === id) ?? {};
    expect(lines).toHaveLength(indicator?.source === 'Prometheus' ? 2 : 1);
    for (const { text, anchor } of lines) {
      expect(text).toBe(anchor);
      const line = Number(anchor);
      expect(objectiveAt(line)).toBe(id);
      // A query begins in the line that follows its key.
      expect(catalogue.slice(line - 2, line).join('\n')).toMatch(/query: \|-\n|\n +(selection|table): /);
    }
  });
});
