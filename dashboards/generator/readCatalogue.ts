import { ArgumentError } from '../../commandLine/argumentError';
import { catalogueText } from '../../commandLine/catalogueText';
import { parseCatalogue, type Catalogue } from '../../src/catalogue/parseCatalogue';
import type { Problem } from '../../src/catalogue/problem';

/**
 * The catalogue in a file, from which something is generated. Its warnings are reported, one line each.
 *
 * @throws ArgumentError with every error in the catalogue by line and column, where it holds no objective, or why the file
 * cannot be read. What would be generated without the objectives in error would look complete.
 */
export function readCatalogue(file: string, report: (line: string) => void): Catalogue {
  const catalogue = parseCatalogue(catalogueText(file));
  const inWords = ({ line, column, severity, message }: Problem) =>
    `${file}:${line}:${column}: ${severity}: ${message}`;
  const errors = catalogue.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new ArgumentError(errors.map(inWords).join('\n'));
  }
  if (catalogue.objectives.length === 0) {
    throw new ArgumentError(`--catalogue: ${file} holds no objective, expected at least one SLO`);
  }
  for (const problem of catalogue.problems) {
    report(inWords(problem));
  }
  return catalogue;
}
