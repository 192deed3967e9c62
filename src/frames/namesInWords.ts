import { firstInWords } from '../budget/inWords';

/** More names, or longer lists, do not fit a cell that people read. */
const MOST_NAMES = 5;
const MOST_CHARACTERS = 80;

/** Names in one sentence: "a, b, c and 4 more". One name at least, however long. */
export function namesInWords(names: readonly string[]): string {
  let most = Math.min(names.length, MOST_NAMES);
  while (most > 1 && names.slice(0, most).join(', ').length > MOST_CHARACTERS) {
    most--;
  }
  return firstInWords(names, most);
}
