/** Runs work one after the other, so that what one has read serves the next. A caller's abort costs only its own work. */
export class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
