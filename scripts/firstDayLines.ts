import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Points the rows of docs/first-day.md at the lines of the shipped catalogue that they are about.
const root = join(__dirname, '..');
const pagePath = join(root, 'docs/first-day.md');
const catalogue = readFileSync(join(root, 'src/catalogue/oso.yaml'), 'utf8').split('\n');

/** Numbers of the lines, from 1, that an operator edits: where a query begins, a selection, or a table. */
const editedLines = new Map<string, number[]>();
let objective: string | undefined;
for (const [index, line] of catalogue.entries()) {
  if (line === '---') {
    objective = undefined;
  }
  objective ??= /^ {2}name: (\S+)$/.exec(line)?.[1];
  const edited = /^ +query: \|-$/.test(line) ? index + 2 : /^ +(selection|table): /.test(line) ? index + 1 : undefined;
  if (objective !== undefined && edited !== undefined) {
    editedLines.set(objective, [...(editedLines.get(objective) ?? []), edited]);
  }
}

const page = readFileSync(pagePath, 'utf8');
writeFileSync(
  pagePath,
  page.replace(/^\| `([a-z-]+)` +\|.*oso\.yaml#L.*$/gm, (row: string, id: string) => {
    const remaining = [...(editedLines.get(id) ?? [])];
    return row.replace(/\[\d+\](\([^)]*#L)\d+\)/g, (_link, target: string) => {
      const line = remaining.shift();
      if (line === undefined) {
        throw new Error(`docs/first-day.md links more lines of ${id} than src/catalogue/oso.yaml has.`);
      }
      return `[${line}]${target}${line})`;
    });
  })
);
