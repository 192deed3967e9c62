import { ceilTo, floorTo } from '../budget/durations';
import type { EventCounts } from '../budget/eventCounts';
import { sliceResolutionMs, toSlices } from '../budget/slices';
import { FINE_TIER_SPAN_MS, TIER_STEP_MS, type Tier } from '../budget/tiers';
import { createTimeline, type Timeline } from '../budget/timeline';
import { countUnobservedAs } from '../budget/unobserved';
import type { Objective } from '../catalogue/objective';
import type { LastSeen, Notice, Source, UncountedEvents } from '../sources/contract';

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
  { earliestMs, latestMs, nowMs }: TimelineRange,
  signal: AbortSignal
): Promise<TimelineReading> {
  const fullHourMs = floorTo(nowMs, TIER_STEP_MS.hour);
  const fineFromMs = fullHourMs - FINE_TIER_SPAN_MS;
  const hoursToMs = Math.min(fullHourMs, ceilTo(latestMs, TIER_STEP_MS.hour));
  const fineToMs = floorTo(nowMs, TIER_STEP_MS.fiveMinutes);
  const [hour, fiveMinutes] = await Promise.all([
    readTier('hour', earliestMs, hoursToMs, objective, source, nowMs, signal),
    latestMs > fineFromMs
      ? readTier('fiveMinutes', fineFromMs, fineToMs, objective, source, nowMs, signal)
      : Promise.resolve(undefined),
  ]);
  return {
    timeline: createTimeline({
      hour: hour.counts,
      fiveMinutes: fiveMinutes?.counts,
      exclusions: objective.policy.exclusions,
      sampleIntervalMs: fiveMinutes?.sampleIntervalMs ?? hour.sampleIntervalMs,
    }),
    lastSeen: latest(hour.lastSeen, fiveMinutes?.lastSeen),
    provisional: hour.provisional ?? fiveMinutes?.provisional,
    uncounted: { hour: hour.uncounted ?? [], fiveMinutes: fiveMinutes?.uncounted ?? [] },
    notices: distinct([...hour.notices, ...(fiveMinutes?.notices ?? [])]),
    executed: [...hour.executed, ...(fiveMinutes?.executed ?? [])],
  };
}

async function readTier(
  tier: Tier,
  fromMs: number,
  toMs: number,
  objective: Objective,
  source: Source,
  nowMs: number,
  signal: AbortSignal
) {
  const { budgeting } = objective;
  const bucketMs = TIER_STEP_MS[tier];
  if (budgeting.method === 'Occurrences') {
    const request = { objective, stepMs: bucketMs, fromMs: floorTo(fromMs, bucketMs), toMs, nowMs };
    const answer = await source.readCounts(request, signal);
    return { ...answer, counts: asPolicySays(answer.counts, objective) };
  }
  const stepMs = sliceResolutionMs(budgeting.sliceMs, bucketMs);
  // A slice that ends in the first bucket may begin before it.
  const sliceStartMs = floorTo(fromMs, Math.max(budgeting.sliceMs, bucketMs));
  const request = { objective, stepMs, fromMs: sliceStartMs, toMs, nowMs };
  const answer = await source.readCounts(request, signal);
  return { ...answer, counts: asPolicySays(toSlices(answer.counts, budgeting, bucketMs), objective) };
}

function asPolicySays(counts: EventCounts, { policy }: Objective): EventCounts {
  return policy.noData === 'unknown' ? counts : countUnobservedAs(counts, policy.noData);
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
