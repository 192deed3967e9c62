import { parseCatalogue } from './parseCatalogue';

/**
 * A catalogue as the JSON that ships: categories and objectives, indented by two spaces, with a final line break.
 * Throws with every problem on a line of its own; warnings count, as no one reads them after the build.
 */
export function compileCatalogue(text: string): string {
  const { categories, objectives, problems } = parseCatalogue(text);
  if (problems.length > 0) {
    throw new Error(problems.map(({ severity, message }) => `${severity}: ${message}`).join('\n'));
  }
  return `${JSON.stringify({ categories, objectives }, null, 2)}\n`;
}
