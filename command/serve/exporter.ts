import { MINUTE_MS } from '../../src/budget/durations';
import { exposition, type Build } from './exposition';
import { FailureLog } from './failureLog';
import type { Log } from './log';
import type { Reader, Reading } from './reader';

export interface ExporterOptions {
  readers: readonly Reader[];
  intervalMs: number;
  build: Build;
  log: Log;
  /** What is wrong with the memory now; absent where there is none. */
  memory?: { faults(): string[] };
  clock?: () => number;
}

/** Whether the figures can be relied on, and why not, in sentences. */
export type Readiness = { ready: true } | { ready: false; why: string };

interface Round {
  atMs: number;
  endedMs: number;
  reading: Reading;
}

/** When a source's last round is older than so many intervals, its figures are gone and the exporter is not ready any more. */
const LATE_INTERVALS = 3;
/** An upstream that hangs takes its time to fail, however short the interval is. */
const LATE_MS = 3 * MINUTE_MS;

/**
 * What is known after each source's last round. It keeps no figure from one round to the next: whatever could not be read is
 * gone until it can be read again.
 */
export class Exporter {
  private readonly clock: () => number;
  private readonly failureLogs = new Map<string, FailureLog>();
  private readonly lastSuccessMs = new Map<string, number>();
  private readonly rounds = new Map<string, Round>();

  constructor(private readonly options: ExporterOptions) {
    this.clock = options.clock ?? Date.now;
    for (const { source } of options.readers) {
      this.failureLogs.set(source, new FailureLog(options.log));
    }
  }

  /** Reads everything of one source once, as of now. Rejects only when aborted. */
  async round(reader: Reader, skipped: number, signal: AbortSignal): Promise<void> {
    try {
      await this.read(reader, skipped, signal);
    } finally {
      await reader.end?.(signal);
    }
  }

  private async read({ source, read }: Reader, skipped: number, signal: AbortSignal): Promise<void> {
    const atMs = this.clock();
    const reading = await read(atMs, signal);
    signal.throwIfAborted();
    const endedMs = this.clock();
    const { figures, failures, queries } = reading;
    this.rounds.set(source, { atMs, endedMs, reading });
    if (figures.length > 0 || queries) {
      this.lastSuccessMs.set(source, atMs);
    }
    this.failureLogs.get(source)?.record(failures);
    const seconds = Number(((endedMs - atMs) / 1000).toFixed(2));
    const counts = { read: queries ? queries.length : figures.length, failed: failures.length };
    this.options.log('info', 'round', { source, ...counts, seconds, ...(skipped > 0 && { skipped }) });
  }

  /** OpenMetrics text, without figures that are late; undefined before the first round of every source has ended. */
  async metrics(): Promise<string | undefined> {
    const { readers, build, intervalMs, memory } = this.options;
    const rounds = readers.flatMap(({ source }) => {
      const round = this.rounds.get(source);
      // A source that never answered is as late as can be: without a sample, no alert would fire.
      return round ? [{ source, ...round, lastSuccessMs: this.lastSuccessMs.get(source) ?? 0 }] : [];
    });
    if (rounds.length < readers.length) {
      return undefined;
    }
    // Figures of an upstream that hangs would repeat themselves for as long as it does.
    const current = rounds.filter(({ endedMs }) => !this.isLate(endedMs));
    return exposition({
      build,
      intervalMs,
      rounds: rounds.map(({ source, atMs, endedMs, lastSuccessMs }) => ({
        source,
        atMs,
        tookMs: endedMs - atMs,
        lastSuccessMs,
      })),
      figures: current.flatMap(({ reading }) => reading.figures),
      queries: current.find(({ reading }) => reading.queries)?.reading.queries,
      ...(memory && { isMemoryUp: memory.faults().length === 0 }),
    });
  }

  /** Ready once every source has answered, and as long as rounds go on. */
  readiness(): Readiness {
    const reasons = this.options.readers.flatMap(({ source }) => this.whyNotReady(source));
    return reasons.length === 0 ? { ready: true } : { ready: false, why: reasons.join('\n') };
  }

  private whyNotReady(source: string): string[] {
    const round = this.rounds.get(source);
    if (!round) {
      return [`${source}: the first round of reads has not ended yet.`];
    }
    if (!this.lastSuccessMs.has(source)) {
      const [failure] = round.reading.failures;
      const why = failure ? `${failure.found}. ${failure.remedy}.` : 'there is nothing to read.';
      return [`${source}: nothing has been read yet, retrying: ${why}`];
    }
    const { endedMs } = round;
    return this.isLate(endedMs)
      ? [`${source}: the last round of reads ended ${Math.round((this.clock() - endedMs) / 1000)} s ago.`]
      : [];
  }

  private isLate(endedMs: number): boolean {
    return this.clock() - endedMs > Math.max(LATE_INTERVALS * this.options.intervalMs, LATE_MS);
  }
}
