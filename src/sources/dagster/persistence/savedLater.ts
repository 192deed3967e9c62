import { MINUTE_MS } from '../../../budget/durations';

/** Panels that ask one after the other leave smaller gaps. */
const QUIET_MS = 2_000;
const EVERY_MS = MINUTE_MS;

/**
 * Saves when no read is under way, and not more often than it should: panels read side by side, and what they have
 * read together is saved once.
 */
export class SavedLater {
  private underWay = 0;
  private lastMs = -Infinity;
  private timer?: ReturnType<typeof setTimeout>;

  /** @param save never rejects; absent where nothing is kept */
  constructor(private readonly save: (() => Promise<void>) | undefined) {}

  /** Reads something that is to be saved. */
  async after<T>(read: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    clearTimeout(this.timer);
    try {
      return await read();
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) {
        this.schedule();
      }
    }
  }

  private schedule(): void {
    const { save } = this;
    if (save === undefined) {
      return;
    }
    const waitMs = Math.max(QUIET_MS, this.lastMs + EVERY_MS - performance.now());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.lastMs = performance.now();
      void save();
    }, waitMs);
    // In Node, where a timer is an object, nothing waits for it.
    if (typeof this.timer === 'object') {
      this.timer.unref();
    }
  }
}
