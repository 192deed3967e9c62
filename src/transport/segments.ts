import { intersect, subtract, type Interval } from './intervals';
import { KeptSegments, type Lifetimes } from './keptSegments';
import { assemble, type OfBucket, type Segment, type SegmentPart } from './segment';
import { SharedRequests } from './sharedRequests';

export type { OfBucket, Segment } from './segment';

export interface SegmentStoreOptions extends Lifetimes {
  /** Bound on the buckets kept over all keys; the keys that were read longest ago go first. */
  maxBuckets: number;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** [fromMs, toMs), both multiples of stepMs. */
export interface BucketRange extends Interval {
  stepMs: number;
}

export type FetchSegment<Column extends string, Detail extends OfBucket = OfBucket> = (
  gap: Interval,
  signal: AbortSignal
) => Promise<Segment<Column, Detail>>;

interface GapFetch extends Interval {
  key: string;
  /** Bucket width and columns, which one key has only one of. */
  shape: string;
  id: string;
  start: (signal: AbortSignal) => Promise<Segment<string>>;
}

interface KeptKey {
  shape: string;
  segments: KeptSegments;
}

const DEFAULT_REUSE_UNSETTLED_MS = 10_000;

/**
 * Keeps what upstreams answered, bucket by bucket, so that only what is missing is asked for: by all panels and windows
 * together, and once while it is under way.
 */
export class SegmentStore {
  private readonly options: SegmentStoreOptions;
  /** Least recently read first. */
  private readonly kept = new Map<string, KeptKey>();
  private readonly underWay = new Set<GapFetch>();
  private readonly shared = new SharedRequests();
  private fetchCount = 0;

  constructor({
    reuseUnsettledMs = DEFAULT_REUSE_UNSETTLED_MS,
    ...options
  }: Omit<SegmentStoreOptions, 'reuseUnsettledMs'> & Partial<Lifetimes>) {
    this.options = { ...options, reuseUnsettledMs };
  }

  /**
   * The buckets of `range`, copied: a reader may change them; details are shared. `fetch` is called once for each interval that is neither
   * kept nor under way, all at the same time, and must answer exactly that interval. In the answer, `settledUntilMs` is
   * the start of the first unsettled bucket, or the end of the range, and `notes` are those of all its pieces.
   *
   * Rejects with the signal's reason when aborted, and with the error of any fetch that it needed; a failed fetch keeps
   * nothing and touches no other reader.
   * @throws RangeError for a range that is not aligned, TypeError for another bucket width or other columns under a known
   * key, or for a fetch that answers something else than its interval.
   */
  async read<Column extends string, Detail extends OfBucket = OfBucket>(
    key: string,
    columns: readonly Column[],
    range: BucketRange,
    fetch: FetchSegment<Column, Detail>,
    signal: AbortSignal
  ): Promise<Segment<Column, Detail>> {
    signal.throwIfAborted();
    checkAligned(key, range);
    const shape = this.checkShape(key, columns, range.stepMs);
    const servable = this.recall(key)?.segments.servable(range, this.options.clock()) ?? [];
    const missing = subtract(range, servable);
    const joined = [...this.underWay].filter(
      (other) => other.key === key && missing.some((gap) => intersect(gap, other))
    );
    const asked = missing
      .flatMap((gap) => subtract(gap, joined))
      .map((gap) => this.gapFetch(key, shape, columns, { ...gap, stepMs: range.stepMs }, fetch));
    const fetched = await Promise.all(
      [...joined, ...asked].map(async (gap) => partsWithin(missing, gap, await this.join(gap, signal)))
    );
    return assemble([...servable, ...fetched.flat()], columns, range);
  }

  private join({ id, start }: GapFetch, signal: AbortSignal): Promise<Segment<string>> {
    return this.shared.run(id, signal, start);
  }

  private gapFetch<Column extends string>(
    key: string,
    shape: string,
    columns: readonly Column[],
    range: BucketRange,
    fetch: FetchSegment<Column>
  ): GapFetch {
    const { fromMs, toMs } = range;
    const gap: GapFetch = {
      key,
      shape,
      fromMs,
      toMs,
      id: String(++this.fetchCount),
      start: async (signal) => {
        const leave = () => this.underWay.delete(gap);
        this.underWay.add(gap);
        signal.addEventListener('abort', leave, { once: true });
        try {
          const answer = await fetch({ fromMs, toMs }, signal);
          checkAnswer(key, answer, columns, range);
          signal.throwIfAborted();
          this.keep(gap, answer, columns);
          return answer;
        } finally {
          leave();
        }
      },
    };
    return gap;
  }

  private recall(key: string): KeptKey | undefined {
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
    }
    return known;
  }

  private keep({ key, shape, fromMs, toMs }: GapFetch, segment: Segment<string>, columns: readonly string[]): void {
    const known = this.recall(key) ?? { shape, segments: new KeptSegments(columns, this.options) };
    this.kept.set(key, known);
    known.segments.put(segment, { fromMs, toMs }, this.options.clock());
    this.evict();
  }

  private evict(): void {
    const counts = [...this.kept].map(([key, { segments }]) => ({ key, buckets: segments.bucketCount }));
    let excess = counts.reduce((sum, { buckets }) => sum + buckets, 0) - this.options.maxBuckets;
    for (const { key, buckets } of counts) {
      if (excess <= 0) {
        return;
      }
      this.kept.delete(key);
      excess -= buckets;
    }
  }

  private checkShape(key: string, columns: readonly string[], stepMs: number): string {
    const shape = `${[...columns].sort().join(', ')} every ${stepMs} ms`;
    const known = this.kept.get(key)?.shape ?? [...this.underWay].find((gap) => gap.key === key)?.shape ?? shape;
    if (known !== shape) {
      throw new TypeError(`"${key}" is ${known}, but was read as ${shape}`);
    }
    return shape;
  }
}

function partsWithin(missing: readonly Interval[], gap: Interval, segment: Segment<string>): SegmentPart[] {
  return missing.flatMap((wanted) => {
    const stretch = intersect(wanted, gap);
    return stretch ? [{ segment, ...stretch }] : [];
  });
}

function checkAligned(key: string, { fromMs, toMs, stepMs }: BucketRange): void {
  if (!(stepMs > 0) || fromMs % stepMs !== 0 || toMs % stepMs !== 0 || !(fromMs <= toMs)) {
    throw new RangeError(`"${key}" was read over [${fromMs}, ${toMs}), which is no range of buckets of ${stepMs} ms`);
  }
}

function checkAnswer(
  key: string,
  answer: Segment<string>,
  columns: readonly string[],
  { fromMs, toMs, stepMs }: BucketRange
): void {
  const buckets = (toMs - fromMs) / stepMs;
  const wrong = columns.find((column) => answer.columns[column]?.length !== buckets);
  if (answer.stepMs !== stepMs || answer.startMs !== fromMs || wrong !== undefined) {
    throw new TypeError(
      `"${key}" was asked for ${buckets} buckets of ${stepMs} ms from ${fromMs}, but the answer starts at ` +
        `${answer.startMs} with buckets of ${answer.stepMs} ms and ${wrong ?? 'every column'} has ` +
        `${answer.columns[wrong ?? columns[0]]?.length ?? 'no'} values`
    );
  }
}
