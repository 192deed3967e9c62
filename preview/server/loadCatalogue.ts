import { readFile } from 'node:fs/promises';
import { parseCatalogue, type Catalogue } from '../../src/catalogue/parseCatalogue';
import { ArgumentError } from './arguments';

/**
 * A catalogue and its text, after its problems were reported by line and column.
 *
 * @throws ArgumentError if the file cannot be read, or holds no objective that works.
 */
export async function loadCatalogue(
  file: string,
  report: (line: string) => void
): Promise<Catalogue & { text: string }> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ArgumentError(`--catalogue: cannot read ${file} (${error instanceof Error ? error.message : error})`);
  });
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
