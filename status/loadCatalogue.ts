import { readFile } from 'node:fs/promises';
import { parseCatalogue, type Catalogue } from '../src/catalogue/parseCatalogue';
import { ArgumentError } from './arguments';

/** The catalogue in a file, problems included. Rejects with an ArgumentError for a file that cannot be read. */
export async function loadCatalogue(file: string): Promise<Catalogue> {
  try {
    return parseCatalogue(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ArgumentError(`--catalogue: cannot read ${file} (${error instanceof Error ? error.message : error})`);
  }
}
