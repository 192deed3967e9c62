import { SourceError } from '../sources/sourceError';

/**
 * What `work` comes to, or what `failed` makes of the failure of a source: it costs no one else's row. Rejects with the signal's
 * reason when it aborts, and with a defect of ours.
 */
export async function orFailed<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
  failed: (error: SourceError) => Result
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) {
      return failed(error);
    }
    throw error;
  }
}

/** What `work` comes to, or what there is before an answer, with the failure of the source. */
export async function answered<Answer extends object>(
  signal: AbortSignal,
  pending: Answer,
  work: () => Promise<Answer>
): Promise<Answer & { error?: SourceError }> {
  return orFailed<Answer & { error?: SourceError }>(signal, work, (error) => ({ ...pending, error }));
}
