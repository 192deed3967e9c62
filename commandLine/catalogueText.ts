import { readFileSync } from 'node:fs';
import { ArgumentError } from './argumentError';

/**
 * The text of the file that --catalogue names.
 * @throws ArgumentError if it cannot be read.
 */
export function catalogueText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ArgumentError(`--catalogue: cannot read ${file} (${error instanceof Error ? error.message : error})`);
  }
}
