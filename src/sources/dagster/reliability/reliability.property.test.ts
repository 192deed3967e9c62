import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from '../../../budget/durations';
import type { EventCounts } from '../../../budget/eventCounts';
import type { Run, RunDetail, RunFailures } from '../model';
import { eventsOf, runsNeedingDetail } from './eventsOf';
import { groupRuns } from './groupRuns';
import { asOf } from './asOf.testing';
import { AFTER_RETRIES, EVERY_ATTEMPT, histories, NIGHTLY_GRAPH, NOW_MS, type Truth } from './histories.testing';
import { notCounted } from './notCounted';
import { PlanReader } from './plannedProcesses';
import type { ProcessEvent } from './processEvent';
import type { ReliabilityRules } from './rules';
import { toCounts } from './toCounts';

const ALL_TIME = { fromMs: 0, toMs: NOW_MS };
const SCOPE = new Set(NIGHTLY_GRAPH.nodes.keys());
const PLANS = new PlanReader(NIGHTLY_GRAPH);

interface Known {
  runs: Run[];
  details: RunDetail[];
  failures: RunFailures[];
}

/** Reads only the details that are asked for, as the source does. */
function judge({ runs, details, failures }: Known, rules: ReliabilityRules, nowMs = NOW_MS) {
  const groups = groupRuns(runs, rules);
  const circumstances = {
    plans: PLANS,
    details: new Map<string, RunDetail>(),
    failures: new Map(failures.map((each) => [each.runId, each])),
    scope: SCOPE,
    rules,
    nowMs,
  };
  const needed = new Set(runsNeedingDetail(groups, circumstances).map(({ id }) => id));
  const read = new Map(details.filter(({ runId }) => needed.has(runId)).map((detail) => [detail.runId, detail]));
  return groups.map((group) => ({ group, events: eventsOf(group, { ...circumstances, details: read }) }));
}

function events(known: Known, rules: ReliabilityRules, nowMs?: number): ProcessEvent[] {
  return judge(known, rules, nowMs).flatMap((judged) => judged.events);
}

function decided(list: Array<Truth | ProcessEvent>): string[] {
  return list
    .filter(({ outcome }) => outcome !== 'pending' && outcome !== 'cancelled')
    .map(({ outcome, atMs }) => `${atMs} ${outcome}`)
    .sort();
}

describe('any history of runs', () => {
  test('comes to its true events, after retries', () => {
    fc.assert(
      fc.property(histories, ({ afterRetries, cancelled, ...known }) => {
        const found = events(known, AFTER_RETRIES);
        expect(decided(found)).toEqual(decided(afterRetries));
        expect(notCounted(found, { fromMs: 0, toMs: NOW_MS + 1 }).cancelledGroups).toBe(cancelled.afterRetries);
      }),
      { numRuns: 400 }
    );
  });

  test('comes to its true events, regardless of retries', () => {
    fc.assert(
      fc.property(histories, ({ everyAttempt, cancelled, ...known }) => {
        const found = events(known, EVERY_ATTEMPT);
        expect(decided(found)).toEqual(decided(everyAttempt));
        expect(notCounted(found, { fromMs: 0, toMs: NOW_MS + 1 }).cancelledGroups).toBe(cancelled.everyAttempt);
      }),
      { numRuns: 400 }
    );
  });

  test('is counted by event time in any window, at either width of bucket', () => {
    const windows = fc.tuple(fc.nat(40 * 24), fc.nat(30 * 24));
    fc.assert(
      fc.property(histories, windows, ({ afterRetries, ...known }, [hoursAgo, hours]) => {
        const fromMs = NOW_MS - hoursAgo * HOUR_MS;
        const toMs = Math.min(NOW_MS, fromMs + hours * HOUR_MS);
        const inside = afterRetries.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
        const good = inside.filter(({ outcome }) => outcome === 'good').length;
        const bad = inside.filter(({ outcome }) => outcome === 'bad').length;
        const found = events(known, AFTER_RETRIES);
        for (const stepMs of [HOUR_MS, 5 * MINUTE_MS]) {
          const counts = toCounts(found, { fromMs, toMs, stepMs, nowMs: NOW_MS });
          expect([sum(counts.good), sum(counts.total)]).toEqual([good, good + bad]);
        }
      })
    );
  });

  test('comes to the same events in whatever order its runs arrive', () => {
    const shuffled = histories.chain((history) =>
      fc.record({
        history: fc.constant(history),
        runs: fc.shuffledSubarray(history.runs, { minLength: history.runs.length }),
      })
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom(AFTER_RETRIES, EVERY_ATTEMPT), ({ history, runs }, rules) => {
        expect(decided(events({ ...history, runs }, rules))).toEqual(decided(events(history, rules)));
      })
    );
  });

  test.each([AFTER_RETRIES, EVERY_ATTEMPT])('never changes a bucket that was called settled: $retries', (rules) => {
    const instants = fc.integer({ min: 0, max: 41 * 24 * 60 }).map((minutes) => NOW_MS - minutes * MINUTE_MS);
    fc.assert(
      fc.property(histories, instants, (history, atMs) => {
        const then = { ...history, ...asOf(history.runs, history.details, atMs) };
        const range = { fromMs: NOW_MS - 45 * 24 * HOUR_MS, toMs: NOW_MS, stepMs: 5 * MINUTE_MS };
        const before = toCounts(events(then, rules, atMs), { ...range, nowMs: atMs });
        const after = toCounts(events(history, rules), { ...range, nowMs: NOW_MS });
        expect(busyBuckets(before, before.settledUntilMs)).toEqual(busyBuckets(after, before.settledUntilMs));
      }),
      { numRuns: 300 }
    );
  });

  test('holds nothing back for what is long past', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const counts = toCounts(events(history, AFTER_RETRIES), {
          ...ALL_TIME,
          fromMs: NOW_MS - 48 * HOUR_MS,
          stepMs: HOUR_MS,
          nowMs: NOW_MS,
        });
        expect(counts.settledUntilMs).toBeGreaterThanOrEqual(NOW_MS - 25 * HOUR_MS);
      })
    );
  });
});

function busyBuckets({ startMs, stepMs, good, total }: EventCounts, untilMs: number): string[] {
  const settled = (untilMs - startMs) / stepMs;
  return [...total.keys()].filter((i) => i < settled && total[i] > 0).map((i) => `${i}: ${good[i]} of ${total[i]}`);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
