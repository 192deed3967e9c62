import { MINUTE_MS } from '../../src/budget/durations';

/** As many as Prometheus' source unites in one query. */
const AT_ONCE = 10;
/** Where reads never end, those in the background wait no longer. */
const LONGEST_WAIT_MS = 2 * MINUTE_MS;
const DEFAULT_IDLE_MS = 5_000;

type Read = (signal: AbortSignal) => Promise<void>;

/** Runs reads in the background, some at a time, once no other has been under way for a while. */
export class ReadLater {
  private readonly waiting = new Map<string, Read>();
  private underWay = 0;
  private sinceMs = 0;
  private isRunning = false;
  private timer?: NodeJS.Timeout;

  /** @param signal ends what is under way and everything that waits */
  constructor(
    private readonly signal: AbortSignal,
    private readonly idleMs = DEFAULT_IDLE_MS
  ) {}

  /** Waits behind this read. */
  async during<T>(read: () => Promise<T>): Promise<T> {
    this.underWay++;
    try {
      return await read();
    } finally {
      this.underWay--;
      this.schedule();
    }
  }

  /** Replaces what waits under the name. */
  add(name: string, read: Read): void {
    if (this.waiting.size === 0) {
      this.sinceMs = performance.now();
    }
    this.waiting.set(name, read);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.waiting.size === 0 || this.isRunning || this.signal.aborted) {
      return;
    }
    const patienceMs = Math.max(0, this.sinceMs + LONGEST_WAIT_MS - performance.now());
    this.timer = setTimeout(() => void this.run(), Math.min(this.idleMs, patienceMs));
    this.timer.unref();
  }

  private async run(): Promise<void> {
    const isLate = performance.now() - this.sinceMs >= LONGEST_WAIT_MS;
    if (this.underWay > 0 && !isLate) {
      return;
    }
    this.isRunning = true;
    const batch = [...this.waiting].slice(0, AT_ONCE);
    batch.forEach(([name]) => this.waiting.delete(name));
    // What fails is read anew with the next read of the same buckets, which says so.
    await Promise.allSettled(batch.map(([, read]) => read(this.signal)));
    this.isRunning = false;
    this.schedule();
  }
}
