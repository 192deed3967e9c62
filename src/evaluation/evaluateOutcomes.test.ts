import { DAY_MS, HOUR_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import type { QueryOutcome, Source } from '../sources/contract';
import { trinoObjective } from '../sources/trino/trinoObjective.testing';
import { evaluateObjective } from './evaluateObjective';
import { evaluateOutcomes } from './evaluateOutcomes';
import { objectiveOf } from './objective.testing';
import { createSource } from '../sources/createSource';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const MOMENT = { atMs: NOW, nowMs: NOW };
const never = new AbortController().signal;

/** So many of each outcome in every hour. */
const PER_HOUR: Record<QueryOutcome, number> = {
  finished: 60,
  userErrors: 24,
  unexpected: 12,
  ignored: 12,
  abandoned: 12,
  killed: 0,
};

const TRINO: Source = createSource('Trino', {
  async counts(request, signal) {
    const answer = await TRINO.read('outcomes', request, signal);
    const { finished, unexpected } = answer.outcomes;
    return {
      ...answer,
      counts: { ...answer.counts, good: finished, total: finished.map((n, i) => n + unexpected[i]) },
    };
  },
  async outcomes({ fromMs, toMs, stepMs }) {
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    const column = (outcome: QueryOutcome) => counts.total.map(() => (PER_HOUR[outcome] * stepMs) / HOUR_MS);
    counts.total.fill((108 * stepMs) / HOUR_MS);
    counts.coverage.fill(1);
    const outcomes = {
      finished: column('finished'),
      userErrors: column('userErrors'),
      unexpected: column('unexpected'),
      ignored: column('ignored'),
      abandoned: column('abandoned'),
      killed: column('killed'),
    };
    return { counts: { ...counts, good: outcomes.finished }, outcomes, notices: [], executed: ['SELECT'] };
  },
});

describe('the outcomes of an objective’s queries', () => {
  it('are summed over the window of its status, to the last five minutes', async () => {
    const { sums } = await evaluateOutcomes(trinoObjective(), { Trino: TRINO }, MOMENT, never);
    const hours = 30 * 24 - 1 + 35 / 60;
    expect(sums?.finished).toBeCloseTo(60 * hours);
    expect(sums?.userErrors).toBeCloseTo(24 * hours);
    expect(sums?.unexpected).toBeCloseTo(12 * hours);
    expect(sums?.abandoned).toBeCloseTo(12 * hours);
    expect(sums?.killed).toBe(0);
    expect(sums?.total).toBeCloseTo(108 * hours);
  });

  it('leave planned maintenance out, as everything does', async () => {
    const exclusions = [{ fromMs: NOW - 2 * DAY_MS, toMs: NOW - DAY_MS, reason: 'upgrade' }];
    const objective = trinoObjective();
    const planned = { ...objective, policy: { ...objective.policy, exclusions } };
    const whole = await evaluateOutcomes(objective, { Trino: TRINO }, MOMENT, never);
    const { sums } = await evaluateOutcomes(planned, { Trino: TRINO }, MOMENT, never);
    const lost = (whole.sums?.finished ?? 0) - (sums?.finished ?? 0);
    expect(lost).toBe(60 * 25);
  });

  it('are reported with the status too, by both readings of user errors', async () => {
    const row = await evaluateObjective(trinoObjective(), { Trino: TRINO }, MOMENT, never);
    // 60 of 72 without user errors, 84 of 96 with them.
    expect(row).toMatchObject({
      kind: 'events',
      notices: [{ text: 'SLI 83.3 % with user errors left out, 87.5 % with user errors counted as good' }],
    });
  });

  it('do not exist for Trino’s own metrics, which have no outcomes', async () => {
    const objective = trinoObjective({ history: { kind: 'counters', selector: '' } });
    const { sums, error } = await evaluateOutcomes(objective, { Trino: TRINO }, MOMENT, never);
    expect([sums, error]).toEqual([null, undefined]);
  });

  it('do not exist for other upstreams, which is no error', async () => {
    const { sums, notices, error } = await evaluateOutcomes(objectiveOf(), { Demo: TRINO }, MOMENT, never);
    expect([sums, error]).toEqual([null, undefined]);
    expect(notices[0].text).toMatch(/ has no query outcomes: only histories of Trino’s queries have them$/);
  });

  it('say what failed', async () => {
    const { sums, error } = await evaluateOutcomes(trinoObjective(), {}, MOMENT, never);
    expect(sums).toBeNull();
    expect(error?.message).toMatch(/no Trino is configured\. Set its URL \(in the data source settings/);
  });
});
