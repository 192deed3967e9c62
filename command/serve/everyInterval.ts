/**
 * Runs `work` at once and then at every multiple of the interval, until aborted. A run never overlaps the next: the beats that
 * pass meanwhile are skipped, and the next run hears how many.
 * Resolves when aborted and the last run has ended; rejects as `work` does.
 */
export async function everyInterval(
  intervalMs: number,
  work: (skipped: number) => Promise<void>,
  signal: AbortSignal
): Promise<void> {
  let skipped = 0;
  // Monotonic: setting the clock must neither stop the rounds nor make them catch up.
  let beatMs = performance.now();
  while (!signal.aborted) {
    await work(skipped);
    const passed = Math.floor((performance.now() - beatMs) / intervalMs);
    skipped = passed;
    beatMs += (passed + 1) * intervalMs;
    await pause(beatMs - performance.now(), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener('abort', done);
  });
}
