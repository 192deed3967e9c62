const SHORTEST_TEXT = 16;
/** Blanks and fields leave that many in prose of another script. */
const FEWEST_NULLS = 0.05;

/**
 * The encoding of a text that was read as UTF-8 and is not. The fields of a catalogue are ASCII, so that every second
 * character of one in UTF-16 comes out as NUL, and three of four in UTF-32; fewer where comments are of another script.
 */
export function foreignEncoding(text: string): 'UTF-16' | 'UTF-32' | undefined {
  // A byte order mark that was read in the wrong order, or as UTF-8, in which neither of its bytes means anything.
  if (/^(?:\uFFFE|\uFFFD\uFFFD(?!\0\0))/.test(text) && text.includes('\0')) {
    return 'UTF-16';
  }
  if (text.length < SHORTEST_TEXT) {
    return undefined;
  }
  const nulls = (text.split('\0').length - 1) / text.length;
  if (nulls > 0.6) {
    return 'UTF-32';
  }
  return nulls > FEWEST_NULLS ? 'UTF-16' : undefined;
}
