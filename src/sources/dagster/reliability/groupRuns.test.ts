import { HOUR_MS } from '../../../budget/durations';
import { groupRuns, missingRuns } from './groupRuns';
import { AFTER_RETRIES, NOW_MS, run } from './histories.testing';

test('roots and parents that began before what was read are missing, until they are read', () => {
  const retry = run('c', { rootRunId: 'a', parentRunId: 'b' });
  expect(missingRuns([retry])).toEqual(['b', 'a']);
  expect(missingRuns([retry, run('b', { rootRunId: 'a', parentRunId: 'a' })])).toEqual(['a']);
  expect(missingRuns([run('a')])).toEqual([]);
});

test('a retry whose root was deleted begins a group itself, and its own retries join it', () => {
  const endMs = NOW_MS - 20 * HOUR_MS;
  const tags = new Map([
    ['dagster/will_retry', 'true'],
    ['dagster/retry_number', '1'],
  ]);
  const first = run('b', { rootRunId: 'gone', parentRunId: 'gone', status: 'FAILURE', endMs, tags });
  const second = run('c', { rootRunId: 'gone', parentRunId: 'b', createdMs: endMs + 60_000, endMs: endMs + HOUR_MS });
  const groups = groupRuns([second, first], AFTER_RETRIES);
  expect(groups.map(({ id, attempts }) => [id, attempts.length])).toEqual([['b', 2]]);
});

test('a run that failed before it started ends when it was created, whatever touches its row later', () => {
  const createdMs = NOW_MS - 5 * HOUR_MS;
  const run_ = { ...run('r', { status: 'FAILURE', createdMs, updatedMs: NOW_MS }), startMs: null, endMs: null };
  expect(groupRuns([run_], AFTER_RETRIES)[0].settledMs).toBe(createdMs);
});
