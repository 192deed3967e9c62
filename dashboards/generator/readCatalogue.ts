import { readFileSync } from 'node:fs';
import { parseCatalogue, type Catalogue } from '../../src/catalogue/parseCatalogue';
import type { Problem } from '../../src/catalogue/problem';

/**
 * The catalogue in a file, from which something is generated. Its warnings are reported, one line each.
 *
 * @throws Error with every error in the catalogue by line and column, or why the file cannot be read. What would be
 * generated without the objectives in error would look complete.
 */
export function readCatalogue(file: string, report: (line: string) => void): Catalogue {
  const catalogue = parseCatalogue(readFileSync(file, 'utf8'));
  const inWords = ({ line, column, severity, message }: Problem) =>
    `${file}:${line}:${column}: ${severity}: ${message}`;
  const errors = catalogue.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(errors.map(inWords).join('\n'));
  }
  catalogue.problems.map(inWords).forEach(report);
  return catalogue;
}
