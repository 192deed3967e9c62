import { SelectionError } from '../evaluation/selection';

/** Replaces the variables in `text`, handing every value to `format`, which answers what takes its place. */
export type ReplaceVariables = (text: string, format: (value: unknown) => string) => string;

const ALL = '$__all';
/** Any of Grafana's spellings: `$name`, `${name}`, `[[name]]`. */
export function isVariableReference(text: string): boolean {
  return /\$\w|\$\{|\[\[/.test(text);
}

/**
 * Ids from entries that may be dashboard variables. A variable's values come as an array through the format function, so
 * that several values, "All", repeats and names with commas need no parsing. Undefined selects everything.
 * @throws SelectionError if variables are all that is there and none has a value.
 */
export function expandIds(entries: readonly string[] | undefined, replace: ReplaceVariables): string[] | undefined {
  if (!entries || entries.length === 0) {
    return undefined;
  }
  const ids = entries.flatMap((entry) => (isVariableReference(entry) ? valuesOf(entry, replace) : [entry]));
  if (ids.includes(ALL)) {
    return undefined;
  }
  const chosen = [...new Set(ids)].filter((id) => id !== '');
  if (chosen.length === 0) {
    throw new SelectionError(`Nothing is selected in ${entries.join(', ')}. Choose a value there, or All.`);
  }
  return chosen;
}

function valuesOf(entry: string, replace: ReplaceVariables): string[] {
  const values: string[] = [];
  const rest = replace(entry, (value) => {
    values.push(...[value].flat().map(String));
    return '';
  });
  // Grafana leaves a variable that it does not know unchanged: an unknown id, to be reported as one.
  return rest === '' ? values : [rest];
}
