/** The call was wrong; the message says how. */
export class ArgumentError extends Error {
  override name = 'ArgumentError';
}

/** What an error says. Not every one is an Error of this realm: those of Node's own modules are not where a test runs. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
