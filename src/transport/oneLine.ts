/** C0 and C1 controls, and the marks that change the direction of a text: a terminal or a page would act on them. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Colours and cursor movements of terminals. */
const ESCAPE_SEQUENCES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

/**
 * What an upstream wrote, as a part of a sentence: on one line, without control characters, and of at most this many
 * characters.
 */
export function inOneLine(text: string, maxLength: number): string {
  const line = text.replace(ESCAPE_SEQUENCES, '').replace(/\s+/g, ' ').replace(UNPRINTABLE, '').trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}
