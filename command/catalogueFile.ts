import { readFileSync } from 'node:fs';
import { parseCatalogue, type Catalogue } from '../src/catalogue/parseCatalogue';
import type { Problem } from '../src/catalogue/problem';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { ArgumentError, messageOf } from './argumentError';

/** A catalogue and, where it is not the shipped one, the text of its file. */
export interface LoadedCatalogue extends Catalogue {
  text?: string;
}

/**
 * The catalogue that --catalogue names, problems included; without the option, the shipped one.
 * @throws ArgumentError for a file that cannot be read.
 */
export function loadCatalogue(file: string | undefined): LoadedCatalogue {
  if (file === undefined) {
    return shippedCatalogue;
  }
  const text = textOf(file);
  return { ...parseCatalogue(text), text };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ArgumentError(`--catalogue: cannot read ${file} (${messageOf(error)}); name a file that can be read`);
  }
}

/**
 * A catalogue from which something is generated. Its warnings are reported, one line each.
 *
 * @throws ArgumentError with every error in the catalogue by line and column, where it holds no objective, or why the file
 * cannot be read. What would be generated without the objectives in error would look complete.
 */
export function loadSoundCatalogue(file: string | undefined, report: (line: string) => void): LoadedCatalogue {
  const catalogue = loadCatalogue(file);
  const errors = catalogue.problems.filter(isError);
  if (errors.length > 0) {
    throw new ArgumentError(problemLines(file, errors).join('\n'));
  }
  if (catalogue.objectives.length === 0) {
    throw new ArgumentError(`--catalogue: ${file} holds no objective, expected at least one SLO`);
  }
  problemLines(file, catalogue.problems).forEach((line) => report(line));
  return catalogue;
}

/** Each problem on a line that begins with its position, as compilers and editors write and read it. */
export function problemLines(file: string | undefined, problems: readonly Problem[]): string[] {
  return problems.map(
    ({ line, column, severity, message }) => `${file ?? 'shipped catalogue'}:${line}:${column}: ${severity}: ${message}`
  );
}

export function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
