/**
 * Work that is done once nobody is busy any more, and not more often than it should: panels ask side by side, and what
 * they have read together is kept once.
 */
export class Afterwards {
  private busy = 0;
  private lastMs = -Infinity;
  private timer?: ReturnType<typeof setTimeout>;

  /**
   * @param work never rejects.
   * @param quietMs how long nobody must have been busy.
   * @param everyMs the least time between two such works.
   */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly quietMs: number,
    private readonly everyMs: number
  ) {}

  /** Does something that the work is to wait for. */
  async of<T>(something: () => Promise<T>): Promise<T> {
    this.busy += 1;
    clearTimeout(this.timer);
    try {
      return await something();
    } finally {
      this.busy -= 1;
      if (this.busy === 0) {
        this.schedule();
      }
    }
  }

  private schedule(): void {
    const waitMs = Math.max(this.quietMs, this.lastMs + this.everyMs - performance.now());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.lastMs = performance.now();
      void this.work();
    }, waitMs);
    // In Node, where a timer is an object, nothing waits for it.
    if (typeof this.timer === 'object') {
      this.timer.unref();
    }
  }
}
