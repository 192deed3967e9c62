import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from './durations';
import type { EventCounts } from './eventCounts';

/** 1 January 2026, a full hour in UTC. */
export const START_MS = Date.UTC(2026, 0, 1);

/** Targets that people write: 50 % to 99.9 %, and 100 % where asked for. */
export function targets({ withHundred = false } = {}): fc.Arbitrary<number> {
  return fc.constantFrom(0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, ...(withHundred ? [1] : []));
}

interface Bucket {
  good: number;
  bad: number;
  observed: boolean;
}

const buckets: fc.Arbitrary<Bucket> = fc.record({
  good: fc.oneof(fc.constant(0), fc.nat(20)),
  bad: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3)),
  observed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
});

/** Whole events in buckets from START_MS on; an unobserved bucket has coverage 0 and no events. */
export function eventCounts({
  stepMs,
  minLength,
  maxLength,
}: {
  stepMs: number;
  minLength: number;
  maxLength: number;
}): fc.Arbitrary<EventCounts> {
  return fc.array(buckets, { minLength, maxLength, size: 'max' }).map((list) => ({
    stepMs,
    startMs: START_MS,
    good: Float64Array.from(list, ({ good, observed }) => (observed ? good : 0)),
    total: Float64Array.from(list, ({ good, bad, observed }) => (observed ? good + bad : 0)),
    coverage: Float64Array.from(list, ({ observed }) => (observed ? 1 : 0)),
    settledUntilMs: START_MS + list.length * stepMs,
  }));
}

/** Truth at five minutes over whole or partial hours. */
export function fiveMinuteTruth(hours: number): fc.Arbitrary<EventCounts> {
  return eventCounts({ stepMs: 5 * MINUTE_MS, minLength: 12 * (hours - 8), maxLength: 12 * hours });
}

/** Maintenance somewhere in the first days after START_MS. */
export const exclusions = fc.array(
  fc
    .record({ fromMinutes: fc.integer({ min: -600, max: 3000 }), minutes: fc.integer({ min: 0, max: 400 }) })
    .map(({ fromMinutes, minutes }) => ({
      fromMs: START_MS + fromMinutes * MINUTE_MS,
      toMs: START_MS + (fromMinutes + minutes) * MINUTE_MS,
    })),
  { maxLength: 3 }
);

/** Fully observed hours with the given good and bad events, from START_MS on. */
export function hoursWith(events: Array<{ good: number; bad: number }>): EventCounts {
  return {
    stepMs: HOUR_MS,
    startMs: START_MS,
    good: Float64Array.from(events, ({ good }) => good),
    total: Float64Array.from(events, ({ good, bad }) => good + bad),
    coverage: new Float64Array(events.length).fill(1),
    settledUntilMs: START_MS + events.length * HOUR_MS,
  };
}
