/** More names do not fit a cell that people read. */
const MOST_NAMES = 5;

/** Names in one sentence: "a, b, c and 4 more". */
export function namesInWords(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}
