import type { ScopedVars } from '@grafana/data';
import type { FormattedVariable } from '../grafana/variableFormats';
import type { VariableJson } from './dashboardJson';

export const ALL = '$__all';

export interface VariableOption {
  value: string;
  text: string;
}

/** A variable with what it may be and what it is. */
export interface Variable {
  name: string;
  label: string;
  type: string;
  hide: number;
  /** Neither links nor the page's address hold it. */
  skipUrlSync: boolean;
  multi: boolean;
  includeAll: boolean;
  allValue?: string;
  /** Without "All". */
  options: VariableOption[];
  /** Chosen values in the order of choosing; `[ALL]` for all. Empty only if there is nothing to choose. */
  values: string[];
  /** Why there are no options. */
  error?: string;
}

/** The options of a query variable; its own query may name the variables in `scopedVars`. */
export type ListOptions = (variable: VariableJson, scopedVars: ScopedVars) => Promise<VariableOption[]>;

/**
 * Options and values of all variables of a dashboard, each after those that its query names.
 *
 * @param chosen values by name, from the URL; the JSON's `current` is used for those that are absent. A value that is not, or no
 * longer, an option falls away; where none is left the first option is chosen, or All where the variable begins with it. The one value of a
 * variable that depends on no other stays, as in Grafana: a link to what does not exist must not show something else.
 */
export async function resolveVariables(
  declared: readonly VariableJson[],
  chosen: Readonly<Record<string, string[]>>,
  listOptions: ListOptions
): Promise<Variable[]> {
  const resolved = new Map<string, Variable>();
  for (const variable of inOrderOfDependence(declared)) {
    const isAlone = !declared.some((other) => dependsOn(variable, other));
    const values = chosen[variable.name];
    resolved.set(variable.name, await resolve(variable, values, isAlone, scopedVarsOf(resolved), listOptions));
  }
  return declared.flatMap(({ name }) => resolved.get(name) ?? []);
}

async function resolve(
  variable: VariableJson,
  chosen: string[] | undefined,
  isAlone: boolean,
  scopedVars: ScopedVars,
  listOptions: ListOptions
): Promise<Variable> {
  const { name, type, hide, skipUrlSync, multi, includeAll, current } = variable;
  const shape = {
    name,
    type,
    hide,
    skipUrlSync,
    multi,
    includeAll,
    label: variable.label || name,
    allValue: variable.allValue || undefined,
  };
  try {
    const options = await optionsOf(variable, scopedVars, listOptions);
    const preferred = chosen ?? (current?.value === undefined ? [] : [current.value].flat());
    if (chosen?.[0] && isAlone && !multi && !includeAll) {
      return { ...shape, options, values: chosen.slice(0, 1) };
    }
    return { ...shape, options, values: allowed(preferred, options, shape) };
  } catch (error) {
    return { ...shape, options: [], values: [], error: error instanceof Error ? error.message : String(error) };
  }
}

async function optionsOf(variable: VariableJson, scopedVars: ScopedVars, listOptions: ListOptions) {
  switch (variable.type) {
    case 'query':
    case 'datasource':
      return listOptions(variable, scopedVars);
    case 'custom':
      return customOptions(typeof variable.query === 'string' ? variable.query : '');
    default:
      throw new Error(`The preview does not know variables of type ${variable.type}`);
  }
}

/** `text : value` or plain values, separated by commas. */
export function customOptions(query: string): VariableOption[] {
  return query
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [text, ...value] = entry.split(' : ').map((part) => part.trim());
      return { text, value: value.length > 0 ? value.join(' : ') : text };
    });
}

function allowed(
  preferred: readonly string[],
  options: readonly VariableOption[],
  { multi, includeAll }: Pick<Variable, 'multi' | 'includeAll'>
): string[] {
  if (includeAll && preferred.includes(ALL)) {
    return [ALL];
  }
  const known = preferred.filter((value) => options.some((option) => option.value === value));
  if (known.length > 0) {
    return multi ? known : known.slice(0, 1);
  }
  return includeAll ? [ALL] : options.slice(0, 1).map(({ value }) => value);
}

/** Those that others name come first; a circle is cut where it is met. */
function inOrderOfDependence(declared: readonly VariableJson[]): VariableJson[] {
  const ordered = new Set<VariableJson>();
  const visiting = new Set<VariableJson>();
  const visit = (variable: VariableJson) => {
    if (visiting.has(variable)) {
      return;
    }
    visiting.add(variable);
    declared.filter((other) => dependsOn(variable, other)).forEach(visit);
    ordered.add(variable);
  };
  declared.forEach(visit);
  return [...ordered];
}

function dependsOn(variable: VariableJson, { name }: VariableJson): boolean {
  const query = JSON.stringify(variable.query) ?? '';
  return name !== variable.name && new RegExp(`\\$${name}\\b|\\$\\{${name}[}:]|\\[\\[${name}[\\]:]`).test(query);
}

function scopedVarsOf(resolved: ReadonlyMap<string, Variable>): ScopedVars {
  return Object.fromEntries(
    [...resolved.values()].map((variable) => {
      const { value, text } = formatted(variable);
      return [variable.name, { value, text }];
    })
  );
}

/** As queries and links see it: "All" is every option, unless it has a value of its own. */
export function formatted(variable: Variable): FormattedVariable {
  const { name, multi, options, values, allValue, skipUrlSync } = variable;
  const inLinks = skipUrlSync ? [] : values;
  if (values.includes(ALL)) {
    return { name, text: 'All', value: allValue ?? options.map((option) => option.value), inLinks };
  }
  const texts = values.map((value) => options.find((option) => option.value === value)?.text ?? value);
  return multi
    ? { name, text: texts, value: values, inLinks }
    : { name, text: texts[0] ?? '', value: values[0] ?? '', inLinks };
}

/** Values as a URL carries them; a variable without any is left out. */
export function valuesInUrl(variables: readonly Variable[]): Record<string, string[]> {
  return Object.fromEntries(
    variables
      .filter(({ values, skipUrlSync }) => values.length > 0 && !skipUrlSync)
      .map(({ name, values }) => [name, values])
  );
}
