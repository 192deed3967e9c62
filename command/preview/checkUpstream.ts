const TIMEOUT_MS = 5_000;

/** Why nothing answers at this URL; undefined if something does, whatever it says. */
export async function whyUnreachable(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
    await answer.body?.cancel();
    return undefined;
  } catch (error) {
    return causeOf(error);
  }
}

/** Node's fetch hides the reason in the cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (error.name === 'TimeoutError') {
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  }
  const { cause } = error;
  if (cause instanceof Error) {
    const code = 'code' in cause ? String(cause.code) : '';
    return cause.message || code;
  }
  return error.message;
}
