import { SelectionError } from '../src/evaluation/selection';
import { UpstreamFailure } from '../src/sources/upstreamFailure';
import { ArgumentError, messageOf } from './argumentError';

/** What a command ends with: all is well, something failed or is not measurable, the call or the catalogue is wrong. */
export const EXIT = { ok: 0, failed: 1, wrong: 2 } as const;

export const EXIT_HELP =
  'Exit status: 0 when all is well, 1 when something failed or is not measurable, 2 when the call or the catalogue is wrong.';

/** The call was right and its work failed; the message says all that is known. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
}

/** What to print about an error that ended a command, and the exit status. Only a defect of ours prints a stack trace. */
export function describeFailure(error: unknown): { message: string; status: number } {
  if (error instanceof ArgumentError || error instanceof SelectionError) {
    return { message: error.message, status: EXIT.wrong };
  }
  if (error instanceof CommandFailure || error instanceof UpstreamFailure || isSystemError(error)) {
    return { message: messageOf(error), status: EXIT.failed };
  }
  return { message: String(error instanceof Error ? error.stack : error), status: EXIT.failed };
}

/** Of the operating system, such as a disk that is full: it names the file and the cause. */
function isSystemError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}
