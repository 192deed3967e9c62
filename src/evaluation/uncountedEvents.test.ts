import { HOUR_MS, MINUTE_MS } from '../budget/durations';
import { objectiveOf } from './objective.testing';
import { uncountedEventsNotices } from './uncountedEvents';

const objective = objectiveOf({ target: 0.99 });
/** Ten hours, and ten minutes after the last whole one; the budget is 100. */
const judged = { countedFromMs: 0, asOfMs: 10 * HOUR_MS + 10 * MINUTE_MS, bucketMs: HOUR_MS, total: 10_000 };
const at = (atMs: number, bad: number, good = 0) => ({ atMs, because: 'unseen' as const, bad, good });

describe('events that are part of no count', () => {
  it('are reported for each side, once for each bucket that the figure sums up', () => {
    const uncounted = {
      hour: [at(-HOUR_MS, 1000), at(HOUR_MS, 3, 40), at(9 * HOUR_MS, 2), at(10 * HOUR_MS, 1000)],
      fiveMinutes: [at(9 * HOUR_MS, 2), at(10 * HOUR_MS + 5 * MINUTE_MS, 1), at(10 * HOUR_MS + 10 * MINUTE_MS, 1000)],
    };
    expect(uncountedEventsNotices(objective, judged, uncounted)).toEqual([
      { severity: 'info', text: expect.stringMatching(/^6 bad events were the first samples of series/) },
      { severity: 'info', text: expect.stringMatching(/^40 good events/) },
    ]);
  });

  it('are split by why they do not count', () => {
    const continuing = { ...at(HOUR_MS, 50, 1000), because: 'continuing' as const };
    expect(uncountedEventsNotices(objective, judged, { hour: [at(0, 3), continuing], fiveMinutes: [] })).toEqual([
      { severity: 'info', text: expect.stringMatching(/^3 bad .* was not watched/) },
      { severity: 'info', text: expect.stringMatching(/^50 bad .* may be the same counters under other labels$/) },
    ]);
  });

  it('are a warning if they are bad, and a tenth of the budget or more', () => {
    const severities = [9, 11].map(
      (bad) => uncountedEventsNotices(objective, judged, { hour: [at(0, bad)], fiveMinutes: [] })[0].severity
    );
    expect(severities).toEqual(['info', 'warning']);
    expect(uncountedEventsNotices(objective, judged, { hour: [at(0, 0, 5000)], fiveMinutes: [] })[0].severity).toBe(
      'info'
    );
  });

  it('are not reported where they fall into planned maintenance, and where there are none', () => {
    const excluded = { fromMs: HOUR_MS + MINUTE_MS, toMs: HOUR_MS + 2 * MINUTE_MS, reason: 'an upgrade' };
    const maintained = { ...objective, policy: { ...objective.policy, exclusions: [excluded] } };
    const uncounted = { hour: [at(HOUR_MS, 50)], fiveMinutes: [] };
    expect(uncountedEventsNotices(maintained, judged, uncounted)).toEqual([]);
    expect(uncountedEventsNotices(objective, judged, { hour: [], fiveMinutes: [] })).toEqual([]);
  });
});
