import { HOUR_MS } from '../../../budget/durations';
import { AFTER_RETRIES, NIGHTLY_GRAPH, NOW_MS, run } from './histories.testing';
import { eventsOf } from './eventsOf';
import { groupRuns } from './groupRuns';
import { outcomesToKeep } from './keptOutcomes';
import { PlanReader } from './plannedProcesses';
import { outcomesFingerprint, readStored, toStored } from './storedOutcomes';

const SCOPE = new Set(NIGHTLY_GRAPH.nodes.keys());
const FINGERPRINT = outcomesFingerprint(SCOPE, AFTER_RETRIES);

function judgedRunsThatEnded(...hoursAgo: number[]) {
  const runs = hoursAgo.map((hours) => run(`r${hours}`, { endMs: NOW_MS - hours * HOUR_MS }));
  const circumstances = {
    plans: new PlanReader(NIGHTLY_GRAPH),
    details: new Map(),
    scope: SCOPE,
    rules: AFTER_RETRIES,
    nowMs: NOW_MS,
  };
  return groupRuns(runs, AFTER_RETRIES).map((group) => ({ group, events: eventsOf(group, circumstances) }));
}

const RANGE = { sinceMs: NOW_MS - 100 * HOUR_MS, nowMs: NOW_MS };

test('kept are outcomes inside the window, once a late announcement of a retry can no longer change them', () => {
  const kept = outcomesToKeep(undefined, judgedRunsThatEnded(101, 50, 0.5), AFTER_RETRIES, RANGE);
  expect([...kept.byGroup.keys()]).toEqual(['r50']);
  expect(kept.resumeFromMs).toBe(NOW_MS - 0.5 * HOUR_MS);
});

test('what leaves the window is dropped', () => {
  const kept = outcomesToKeep(undefined, judgedRunsThatEnded(50), AFTER_RETRIES, RANGE);
  const later = outcomesToKeep(kept, [], AFTER_RETRIES, { sinceMs: NOW_MS - 10 * HOUR_MS, nowMs: NOW_MS });
  expect(later.byGroup.size).toBe(0);
});

test('another membership, other rules or another version are read afresh', () => {
  const kept = outcomesToKeep(undefined, judgedRunsThatEnded(50), AFTER_RETRIES, RANGE);
  const stored = toStored(kept, FINGERPRINT);
  expect(readStored(stored, FINGERPRINT)).toEqual(kept);
  expect(readStored(stored, outcomesFingerprint(new Set(['lone']), AFTER_RETRIES))).toBeUndefined();
  const rescue = outcomesFingerprint(SCOPE, { ...AFTER_RETRIES, manualReruns: 'rescue' });
  expect(readStored(stored, rescue)).toBeUndefined();
  expect(readStored({ ...stored, version: 2 }, FINGERPRINT)).toBeUndefined();
  expect(readStored(null, FINGERPRINT)).toBeUndefined();
});
