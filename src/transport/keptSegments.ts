import { intersect, subtract, type Interval } from './intervals';
import { assemble, settledEndMs, type Segment, type SegmentPart } from './segment';

export interface Lifetimes {
  /** Settled buckets expire at this age, since late writes and backfills do happen. */
  maxAgeMs: number;
  /** Unsettled buckets serve up to this age: the panels of one dashboard load within seconds. */
  reuseUnsettledMs: number;
}

interface KeptPart extends SegmentPart {
  /** When its answer arrived, in epoch milliseconds. */
  keptAtMs: number;
}

/** What is kept of one series of buckets: disjoint parts, each with the age that decides how long it serves. */
export class KeptSegments {
  private parts: KeptPart[] = [];

  constructor(
    private readonly columns: readonly string[],
    private readonly lifetimes: Lifetimes
  ) {}

  /** Number of buckets held, each detail of one counted as a further bucket. */
  get bucketCount(): number {
    return this.parts.reduce(
      (sum, { fromMs, toMs, segment: { stepMs, details = [] } }) => sum + (toMs - fromMs) / stepMs + details.length,
      0
    );
  }

  /** The stretches within `range` that may still be served at `nowMs`. */
  servable(range: Interval, nowMs: number): SegmentPart[] {
    return this.parts.flatMap((part) => {
      const stretch = intersect(this.servableStretch(part, nowMs), range);
      return stretch ? [{ segment: part.segment, ...stretch }] : [];
    });
  }

  /** Keeps a copy of `segment` in place of what was held over the same time, and drops what may no longer be served. */
  put(segment: Segment<string>, range: Interval, nowMs: number): void {
    const older = this.parts.flatMap((part) => {
      const stretches = subtract(this.servableStretch(part, nowMs), [range]);
      return stretches.map((stretch) => (isWhole(part, stretch) ? part : this.copy(part, stretch, part.keptAtMs)));
    });
    this.parts = [...older, this.copy({ segment, ...range }, range, nowMs)];
  }

  private servableStretch(part: KeptPart, nowMs: number): Interval {
    const ageMs = nowMs - part.keptAtMs;
    if (ageMs >= this.lifetimes.maxAgeMs) {
      return { fromMs: part.fromMs, toMs: part.fromMs };
    }
    return { fromMs: part.fromMs, toMs: ageMs < this.lifetimes.reuseUnsettledMs ? part.toMs : settledEndMs(part) };
  }

  /** A view would hold on to the whole array of which it shows a part. */
  private copy({ segment }: SegmentPart, stretch: Interval, keptAtMs: number): KeptPart {
    const { stepMs, settledUntilMs } = segment;
    const copied = assemble([{ segment, ...stretch }], this.columns, { ...stretch, stepMs });
    return { segment: { ...copied, settledUntilMs }, ...stretch, keptAtMs };
  }
}

function isWhole(part: Interval, stretch: Interval): boolean {
  return stretch.fromMs === part.fromMs && stretch.toMs === part.toMs;
}
