import { parseCatalogue, type Catalogue } from '../../src/catalogue/parseCatalogue';
import { ArgumentError } from '../../commandLine/argumentError';
import { catalogueText } from '../../commandLine/catalogueText';

/**
 * A catalogue and its text, after its problems were reported by line and column.
 *
 * @throws ArgumentError if the file cannot be read, or holds no objective that works.
 */
export function loadCatalogue(file: string, report: (line: string) => void): Catalogue & { text: string } {
  const text = catalogueText(file);
  const catalogue = parseCatalogue(text);
  const { objectives, problems } = catalogue;
  for (const { severity, line, column, message } of problems) {
    report(`${file}:${line}:${column}: ${severity}: ${message}`);
  }
  if (objectives.length === 0) {
    throw new ArgumentError(`--catalogue: ${file} holds no objective that works`);
  }
  return { ...catalogue, text };
}
