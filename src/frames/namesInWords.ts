/** More names, or longer lists, do not fit a cell that people read. */
const MOST_NAMES = 5;
const MOST_CHARACTERS = 80;

/** Names in one sentence: "a, b, c and 4 more". One name at least, however long. */
export function namesInWords(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMES);
  while (named.length > 1 && named.join(', ').length > MOST_CHARACTERS) {
    named.pop();
  }
  const more = names.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
