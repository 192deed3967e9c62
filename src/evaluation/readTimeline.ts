import { ceilTo, floorTo } from '../budget/durations';
import type { EventCounts } from '../budget/eventCounts';
import { sliceResolutionMs, toSlices } from '../budget/slices';
import { FINE_TIER_SPAN_MS, TIER_STEP_MS, type Tier } from '../budget/tiers';
import { createTimeline, type Timeline } from '../budget/timeline';
import { countUnobservedAs } from '../budget/unobserved';
import type { Objective } from '../catalogue/objective';
import type { AnswerOf, LastSeen, Notice, Source, UncountedEvents } from '../sources/contract';

/** One objective's events in both tiers, with what the source had to say about them. */
export interface TimelineReading {
  timeline: Timeline;
  /** When the sides of the indicator last had a series; absent where the source has no sides. */
  lastSeen?: LastSeen;
  /** Why the source holds that its figures may turn out to be other ones. */
  provisional?: string;
  /** Events that are part of no count, by the tier that does not count them. */
  uncounted: Record<Tier, UncountedEvents[]>;
  notices: Notice[];
  /** The queries that ran. */
  executed: string[];
}

export interface TimelineRange {
  /** The earliest instant that any window looks back to. */
  earliestMs: number;
  /** The latest instant that is evaluated; not after `nowMs`. */
  latestMs: number;
  nowMs: number;
}

/**
 * Reads both tiers of an objective and joins them: slices are judged and unobserved time is counted as the objective's
 * budgeting method and no-data policy say. The five-minute tier is read whole or, where no instant is recent enough to need
 * it, not at all, so that a value at an instant never depends on the range around it.
 * Rejects as the source does, with a SourceError.
 */
export async function readTimeline(
  objective: Objective,
  source: Source,
  range: TimelineRange,
  signal: AbortSignal
): Promise<TimelineReading> {
  const { hour, fiveMinutes } = await readTiers('counts', objective, source, range, signal);
  return {
    timeline: timelineOf(objective, {
      hour: hour.counts,
      fiveMinutes: fiveMinutes?.counts,
      sampleIntervalMs: fiveMinutes?.sampleIntervalMs ?? hour.sampleIntervalMs,
    }),
    lastSeen: latest(hour.lastSeen, fiveMinutes?.lastSeen),
    provisional: hour.provisional ?? fiveMinutes?.provisional,
    uncounted: { hour: hour.uncounted ?? [], fiveMinutes: fiveMinutes?.uncounted ?? [] },
    notices: distinct([...hour.notices, ...(fiveMinutes?.notices ?? [])]),
    executed: [...hour.executed, ...(fiveMinutes?.executed ?? [])],
  };
}

/** What a source answers for each tier. */
interface TierAnswers<Answer> {
  hour: Answer;
  fiveMinutes?: Answer;
}

/** Reads counts, or another kind of reading that comes in their buckets, in the tiers that the range needs. */
export async function readTiers<Kind extends 'counts' | 'outcomes'>(
  kind: Kind,
  objective: Objective,
  source: Source,
  { earliestMs, latestMs, nowMs }: TimelineRange,
  signal: AbortSignal
): Promise<TierAnswers<AnswerOf<Kind>>> {
  const fullHourMs = floorTo(nowMs, TIER_STEP_MS.hour);
  const fineFromMs = fullHourMs - FINE_TIER_SPAN_MS;
  const hoursToMs = Math.min(fullHourMs, ceilTo(latestMs, TIER_STEP_MS.hour));
  const fineToMs = floorTo(nowMs, TIER_STEP_MS.fiveMinutes);
  const [hour, fiveMinutes] = await Promise.all([
    read('hour', earliestMs, hoursToMs),
    latestMs > fineFromMs ? read('fiveMinutes', fineFromMs, fineToMs) : undefined,
  ]);
  return { hour, fiveMinutes };

  function read(tier: Tier, fromMs: number, toMs: number): Promise<AnswerOf<Kind>> {
    const { budgeting } = objective;
    const bucketMs = TIER_STEP_MS[tier];
    const isSliced = budgeting.method !== 'Occurrences';
    // A slice that ends in the first bucket may begin before it.
    const alignedTo = isSliced ? Math.max(budgeting.sliceMs, bucketMs) : bucketMs;
    const stepMs = isSliced ? sliceResolutionMs(budgeting.sliceMs, bucketMs) : bucketMs;
    return source.read(kind, { objective, stepMs, fromMs: floorTo(fromMs, alignedTo), toMs, nowMs }, signal);
  }
}

/** The timeline of counts as a source delivers them. */
export function timelineOf(
  objective: Objective,
  { hour, fiveMinutes, sampleIntervalMs }: TierAnswers<EventCounts> & { sampleIntervalMs?: number }
): Timeline {
  return createTimeline({
    hour: judged(hour, 'hour'),
    fiveMinutes: fiveMinutes && judged(fiveMinutes, 'fiveMinutes'),
    exclusions: objective.policy.exclusions,
    sampleIntervalMs,
  });

  function judged(counts: EventCounts, tier: Tier): EventCounts {
    const { budgeting, policy } = objective;
    const sliced = budgeting.method === 'Occurrences' ? counts : toSlices(counts, budgeting, TIER_STEP_MS[tier]);
    return policy.noData === 'unknown' ? sliced : countUnobservedAs(sliced, policy.noData);
  }
}

function latest(one: LastSeen | undefined, other: LastSeen | undefined): LastSeen | undefined {
  if (!one || !other) {
    return one ?? other;
  }
  const later = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));
  return { partMs: later(one.partMs, other.partMs), totalMs: later(one.totalMs, other.totalMs) };
}

/** Notices of several reads, each once. */
export function distinct(notices: Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.text, notice])).values()];
}
