/** A selection that cannot be read, with where and what to write instead. */
export class SelectionSyntaxError extends Error {
  /**
   * @param offset of `found` in the text, from 0
   * @param found what is there, in quotes, or `the end`
   * @param expected what should, as a phrase without final stop
   */
  constructor(
    readonly offset: number,
    readonly found: string,
    readonly expected: string
  ) {
    super(`The asset selection has ${found} at character ${offset + 1}, expected ${expected}`);
    this.name = 'SelectionSyntaxError';
  }
}
