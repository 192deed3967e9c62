import type { Selection } from './selection';

/**
 * The code locations whose assets alone decide which assets that can be materialized a selection holds, sorted: when any
 * other one fails to load, these are all found. (Its assets then reappear as external assets in the locations that depend
 * on them.) `all` where that cannot be said: traversals, roots and sinks follow edges through any location.
 */
export function referencedCodeLocations(selection: Selection): 'all' | string[] {
  const limit = followsEdges(selection) ? 'all' : locationsOf(selection);
  return limit === 'all' ? 'all' : [...limit].sort();
}

/** Whether the selection asks for assets of that code location by its name. */
export function namesCodeLocation(selection: Selection, name: string): boolean {
  switch (selection.type) {
    case 'code_location':
      return selection.value !== null && locationName(selection.value) === name;
    case 'and':
    case 'or':
      return selection.operands.some((operand) => namesCodeLocation(operand, name));
    case 'traversal':
    case 'roots':
    case 'sinks':
      return namesCodeLocation(selection.of, name);
    default:
      return false;
  }
}

/** Whether the selection leaves out all assets of that code location, as `not code_location:name` does. */
export function excludesCodeLocation(selection: Selection, name: string): boolean {
  switch (selection.type) {
    case 'not':
      return selection.operand.type === 'code_location' && selection.operand.value === name;
    case 'and':
      return selection.operands.some((operand) => excludesCodeLocation(operand, name));
    case 'or':
      return selection.operands.every((operand) => excludesCodeLocation(operand, name));
    default:
      return false;
  }
}

function followsEdges(selection: Selection): boolean {
  switch (selection.type) {
    case 'traversal':
    case 'roots':
    case 'sinks':
      return true;
    case 'and':
    case 'or':
      return selection.operands.some(followsEdges);
    case 'not':
      return followsEdges(selection.operand);
    default:
      return false;
  }
}

/** Where the assets of a selection that follows no edges can be. */
function locationsOf(selection: Selection): 'all' | ReadonlySet<string> {
  switch (selection.type) {
    case 'code_location':
      return new Set(selection.value === null ? [] : [locationName(selection.value)]);
    case 'and':
      return selection.operands.map(locationsOf).reduce((a, b) => {
        if (a === 'all' || b === 'all') {
          return a === 'all' ? b : a;
        }
        return new Set([...a].filter((name) => b.has(name)));
      });
    case 'or':
      return selection.operands
        .map(locationsOf)
        .reduce((a, b) => (a === 'all' || b === 'all' ? 'all' : new Set([...a, ...b])));
    default:
      return 'all';
  }
}

/** `repository@location` names one repository of a location. */
function locationName(value: string): string {
  return value.split('@')[1] ?? value;
}
