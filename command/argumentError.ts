/** The call was wrong; the message says how. */
export class ArgumentError extends Error {
  override name = 'ArgumentError';
}
