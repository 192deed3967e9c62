import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from '../../../budget/durations';
import type { EventCounts } from '../../../budget/eventCounts';
import type { Run, RunDetail } from '../model';
import { eventsOf, runsNeedingDetail } from './eventsOf';
import { groupRuns } from './groupRuns';
import { AFTER_RETRIES, EVERY_ATTEMPT, histories, NIGHTLY_GRAPH, NOW_MS, type Truth } from './histories.testing';
import { groupsToJudge, mergeOutcomes, outcomesToKeep } from './keptOutcomes';
import { notCounted } from './notCounted';
import { PlanReader } from './plannedProcesses';
import type { ProcessEvent } from './processEvent';
import type { ReliabilityRules } from './rules';
import { outcomesFingerprint, readStored, toStored } from './storedOutcomes';
import { toCounts } from './toCounts';

const ALL_TIME = { fromMs: 0, toMs: NOW_MS };
const SCOPE = new Set(NIGHTLY_GRAPH.nodes.keys());
const PLANS = new PlanReader(NIGHTLY_GRAPH);

/** Reads only the details that are asked for, as the source does. */
function judge(runs: Run[], details: RunDetail[], rules: ReliabilityRules, nowMs = NOW_MS) {
  const groups = groupRuns(runs, rules);
  const circumstances = { plans: PLANS, details: new Map<string, RunDetail>(), scope: SCOPE, rules, nowMs };
  const needed = new Set(runsNeedingDetail(groups, circumstances).map(({ id }) => id));
  const read = new Map(details.filter(({ runId }) => needed.has(runId)).map((detail) => [detail.runId, detail]));
  return groups.map((group) => ({ group, events: eventsOf(group, { ...circumstances, details: read }) }));
}

function events(runs: Run[], details: RunDetail[], rules: ReliabilityRules, nowMs?: number): ProcessEvent[] {
  return judge(runs, details, rules, nowMs).flatMap((judged) => judged.events);
}

function told(list: Array<Truth | ProcessEvent>): string[] {
  return list
    .filter(({ outcome }) => outcome !== 'pending' && outcome !== 'cancelled')
    .map(({ outcome, atMs }) => `${atMs} ${outcome}`)
    .sort();
}

/** The rows and details as they stood at an instant. */
function asOf(runs: Run[], details: RunDetail[], atMs: number): { runs: Run[]; details: RunDetail[] } {
  const there = runs.filter(({ createdMs }) => createdMs <= atMs);
  return {
    runs: there.map((run) =>
      (run.endMs ?? 0) <= atMs
        ? run
        : { ...run, status: 'STARTED', endMs: null, updatedMs: run.createdMs, tags: withoutEnd(run.tags) }
    ),
    details: details.map((detail) => ({
      ...detail,
      steps: detail.steps
        .filter(({ attempts }) => (attempts[0]?.startMs ?? 0) <= atMs)
        .map((step) => ({
          ...step,
          status: step.attempts.every(({ endMs }) => (endMs ?? 0) <= atMs) ? step.status : 'IN_PROGRESS',
          attempts: step.attempts.filter(({ endMs }) => (endMs ?? 0) <= atMs),
          materializations: step.materializations.filter((made) => made.atMs <= atMs),
        })),
    })),
  };
}

function withoutEnd(tags: Run['tags']): Run['tags'] {
  return new Map([...tags].filter(([key]) => key !== 'dagster/will_retry'));
}

describe('any history of runs', () => {
  test('comes to its true events, after retries', () => {
    fc.assert(
      fc.property(histories, ({ runs, details, afterRetries, cancelled }) => {
        const found = events(runs, details, AFTER_RETRIES);
        expect(told(found)).toEqual(told(afterRetries));
        expect(notCounted(found, { fromMs: 0, toMs: NOW_MS + 1 }).cancelledGroups).toBe(cancelled.afterRetries);
      }),
      { numRuns: 400 }
    );
  });

  test('comes to its true events, regardless of retries', () => {
    fc.assert(
      fc.property(histories, ({ runs, details, everyAttempt, cancelled }) => {
        const found = events(runs, details, EVERY_ATTEMPT);
        expect(told(found)).toEqual(told(everyAttempt));
        expect(notCounted(found, { fromMs: 0, toMs: NOW_MS + 1 }).cancelledGroups).toBe(cancelled.everyAttempt);
      }),
      { numRuns: 400 }
    );
  });

  test('is counted by event time in any window, at either width of bucket', () => {
    const windows = fc.tuple(fc.nat(40 * 24), fc.nat(30 * 24));
    fc.assert(
      fc.property(histories, windows, ({ runs, details, afterRetries }, [hoursAgo, hours]) => {
        const fromMs = NOW_MS - hoursAgo * HOUR_MS;
        const toMs = Math.min(NOW_MS, fromMs + hours * HOUR_MS);
        const inside = afterRetries.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
        const good = inside.filter(({ outcome }) => outcome === 'good').length;
        const bad = inside.filter(({ outcome }) => outcome === 'bad').length;
        const found = events(runs, details, AFTER_RETRIES);
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
        expect(told(events(runs, history.details, rules))).toEqual(told(events(history.runs, history.details, rules)));
      })
    );
  });

  test.each([AFTER_RETRIES, EVERY_ATTEMPT])('never changes a bucket that was called settled: $retries', (rules) => {
    const instants = fc.integer({ min: 0, max: 41 * 24 * 60 }).map((minutes) => NOW_MS - minutes * MINUTE_MS);
    fc.assert(
      fc.property(histories, instants, ({ runs, details }, atMs) => {
        const then = asOf(runs, details, atMs);
        const range = { fromMs: NOW_MS - 45 * 24 * HOUR_MS, toMs: NOW_MS, stepMs: 5 * MINUTE_MS };
        const before = toCounts(events(then.runs, then.details, rules, atMs), { ...range, nowMs: atMs });
        const after = toCounts(events(runs, details, rules), { ...range, nowMs: NOW_MS });
        expect(busyBuckets(before, before.settledUntilMs)).toEqual(busyBuckets(after, before.settledUntilMs));
      }),
      { numRuns: 300 }
    );
  });

  test.each([AFTER_RETRIES, EVERY_ATTEMPT, { ...AFTER_RETRIES, manualReruns: 'rescue' as const }])(
    'reads the same from kept outcomes and what changed since: $retries $manualReruns',
    (rules) => {
      const instants = fc.integer({ min: 0, max: 41 * 24 * 60 }).map((minutes) => NOW_MS - minutes * MINUTE_MS);
      fc.assert(
        fc.property(histories, instants, ({ runs, details }, atMs) => {
          const then = asOf(runs, details, atMs);
          const saved = outcomesToKeep(undefined, judge(then.runs, then.details, rules, atMs), rules, {
            sinceMs: 0,
            nowMs: atMs,
          });
          const fingerprint = outcomesFingerprint(SCOPE, rules);
          const kept = readStored(JSON.parse(JSON.stringify(toStored(saved, fingerprint))), fingerprint);
          expect(kept).toEqual(saved);

          const changed = runs.filter(({ updatedMs }) => updatedMs >= saved.resumeFromMs);
          const roots = new Set(changed.map(({ id, rootRunId }) => rootRunId ?? id));
          const rows = runs.filter(({ id, rootRunId }) => roots.has(rootRunId ?? id));
          const fresh = new Set(groupsToJudge(groupRuns(rows, rules), kept, rules).map(({ id }) => id));
          const judged = judge(rows, details, rules).filter(({ group }) => fresh.has(group.id));
          expect(told(mergeOutcomes(kept, judged))).toEqual(told(events(runs, details, rules)));
        }),
        { numRuns: 200 }
      );
    }
  );

  test('holds nothing back for what is long past', () => {
    fc.assert(
      fc.property(histories, ({ runs, details }) => {
        const counts = toCounts(events(runs, details, AFTER_RETRIES), {
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
