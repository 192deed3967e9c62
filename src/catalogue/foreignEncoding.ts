const SAMPLE_LENGTH = 400;
const SHORTEST_SAMPLE = 16;

/**
 * The encoding of a text that was read as UTF-8 and is not. The fields of a catalogue are ASCII, so that every second
 * character of one in UTF-16 comes out as NUL, and three of four in UTF-32.
 */
export function foreignEncoding(text: string): 'UTF-16' | 'UTF-32' | undefined {
  const sample = text.slice(0, SAMPLE_LENGTH);
  // A byte order mark that was read in the wrong order, or as UTF-8, in which neither of its bytes means anything.
  if (/^(?:\uFFFE|\uFFFD\uFFFD(?!\0\0))/.test(sample) && sample.includes('\0')) {
    return 'UTF-16';
  }
  if (sample.length < SHORTEST_SAMPLE) {
    return undefined;
  }
  const nulls = (sample.split('\0').length - 1) / sample.length;
  if (nulls > 0.6) {
    return 'UTF-32';
  }
  return nulls > 0.3 ? 'UTF-16' : undefined;
}
