import { hoursWith, START_MS } from './arbitraries.testing';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { unobservedCounts } from './eventCounts';
import { evaluate } from './evaluate';
import { createTimeline } from './timeline';
import type { BudgetRules } from './windowBounds';

const rules: BudgetRules = { target: 0.99, window: { type: 'rolling', durationMs: 30 * DAY_MS }, timeBased: false };
const now = START_MS + 30 * DAY_MS;
const FIVE = 5 * MINUTE_MS;

/** 30 d of one event per hour; the hours named failed. */
function monthWith(failures: number[] = []) {
  return hoursWith(
    Array.from({ length: 720 }, (_, i) => (failures.includes(i) ? { good: 0, bad: 1 } : { good: 1, bad: 0 }))
  );
}

describe('the row of an objective', () => {
  it('holds every figure of the window', () => {
    const row = evaluate(createTimeline({ hour: monthWith([100, 200, 300]) }), rules, now);
    expect(row).toMatchObject({
      asOfMs: now,
      windowStartMs: START_MS,
      good: 717,
      total: 720,
      bad: 3,
      sli: { value: 1 - 3 / 720 },
      budgetMinutes: { value: null, reason: 'notTimeBased' },
      badEventsAllowed: { value: 4 },
      exhaustion: { kind: 'never' },
      compliance: { kind: 'in', ms: 0 },
      coverage: 1,
      excludedMs: 0,
      status: { state: 'met', provisional: false, oneFailureBreaches: false, why: '3 bad of 720, budget 7.2' },
    });
    expect(row.budgetEvents.value).toBeCloseTo(7.2, 9);
    expect(row.remaining.value).toBeCloseTo(1 - 3 / 7.2, 9);
    expect(row.remainingWithoutExclusions).toEqual(row.remaining);
    expect(row.indicatorError).toBeUndefined();
    expect(row.windowEndMs).toBeUndefined();
  });

  it('has burn rates over 1 h, 6 h and 3 d, each with the reason where there is none', () => {
    const row = evaluate(createTimeline({ hour: monthWith([719]) }), rules, now);
    expect(row.burnRates[0]).toEqual({ lookbackMs: HOUR_MS, value: null, reason: 'lookbackTooShort' });
    expect(row.burnRates[1].value).toBeCloseTo(100 / 6, 9);
    expect(row.burnRates[2].value).toBeCloseTo(100 / 72, 9);
  });

  it('shows on the first day what it has seen so far, and burn rates as soon as a tenth of their lookback was observed', () => {
    const observedFor = (minutes: number) => {
      const [hour, fiveMinutes] = [
        unobservedCounts(START_MS, now, HOUR_MS),
        unobservedCounts(now - 4 * DAY_MS, now, FIVE),
      ];
      for (const counts of [hour, fiveMinutes]) {
        for (let atMs = now - minutes * MINUTE_MS; atMs < now; atMs += FIVE) {
          const bucket = Math.floor((atMs - counts.startMs) / counts.stepMs);
          counts.good[bucket] += 95;
          counts.total[bucket] += 100;
          counts.coverage[bucket] += FIVE / counts.stepMs;
        }
      }
      return evaluate(createTimeline({ hour, fiveMinutes }), rules, now);
    };
    const rates = (minutes: number) => observedFor(minutes).burnRates.map(({ value }) => value && Math.round(value));
    expect(rates(5)).toEqual([null, null, null]);
    expect(rates(10)).toEqual([5, null, null]);
    expect(rates(40)).toEqual([5, 5, null]);
    expect(rates(8 * 60)).toEqual([5, 5, 5]);
    const firstDay = observedFor(24 * 60);
    expect(firstDay).toMatchObject({
      sli: { value: null, reason: 'tooLittleObserved' },
      sliSoFar: 0.95,
      total: 28_800,
    });
    expect(firstDay.status.state).toBe('noData');
    const fourthDay = observedFor(73 * 60);
    expect(fourthDay).toMatchObject({ sli: { value: 0.95 }, sliSoFar: null });
  });

  it('has a budget in minutes where events are minutes', () => {
    const counts = monthWith();
    counts.coverage.fill(0.5);
    const row = evaluate(createTimeline({ hour: counts }), { ...rules, target: 0.999, timeBased: true }, now);
    expect(row.budgetMinutes.value).toBeCloseTo(21.6, 9);
    expect(row.status.provisional).toBe(true);
  });

  it('has no figures without events', () => {
    const counts = monthWith();
    counts.good.fill(0);
    counts.total.fill(0);
    const none = { value: null, reason: 'noEvents' };
    const unknown = { kind: 'unknown', reason: 'noEvents' };
    expect(evaluate(createTimeline({ hour: counts }), rules, now)).toMatchObject({
      sli: none,
      budgetEvents: none,
      remaining: none,
      badEventsAllowed: none,
      exhaustion: unknown,
      compliance: unknown,
      coverage: 1,
      status: { state: 'noData' },
    });
  });

  it('has no figures where less than 10 % was observed', () => {
    const counts = monthWith();
    counts.good.fill(0, 0, 700);
    counts.total.fill(0, 0, 700);
    counts.coverage.fill(0, 0, 700);
    const row = evaluate(createTimeline({ hour: counts }), rules, now);
    expect(row.sli).toEqual({ value: null, reason: 'tooLittleObserved' });
    expect(row).toMatchObject({ total: 20, status: { state: 'noData', provisional: true } });
  });

  it('shows the budget without planned maintenance beside the figure', () => {
    const failures = Array.from({ length: 10 }, (_, i) => 400 + i);
    const maintenance = { fromMs: START_MS + 400 * HOUR_MS, toMs: START_MS + 410 * HOUR_MS };
    const row = evaluate(createTimeline({ hour: monthWith(failures), exclusions: [maintenance] }), rules, now);
    expect(row).toMatchObject({ total: 710, bad: 0, excludedMs: 10 * HOUR_MS, coverage: 1, remaining: { value: 1 } });
    expect(row.remainingWithoutExclusions.value).toBeCloseTo(1 - 10 / 7.2, 9);
  });

  it('has no budget at a target of 100 %: breached by one failure, with nothing to burn', () => {
    const timeline = createTimeline({ hour: monthWith([100]) });
    expect(evaluate(timeline, { ...rules, target: 1 }, now)).toMatchObject({
      remaining: { value: null, reason: 'noBudget' },
      badEventsAllowed: { value: 0 },
      burnRates: [{ reason: 'noBudget' }, { reason: 'noBudget' }, { reason: 'noBudget' }],
      exhaustion: { kind: 'unknown', reason: 'noBudget' },
      compliance: { kind: 'in', ms: 101 * HOUR_MS },
      status: { state: 'breached' },
    });
  });

  it('reports more good than total events and clamps nothing', () => {
    const counts = monthWith();
    counts.good.fill(2);
    const row = evaluate(createTimeline({ hour: counts }), rules, now);
    expect(row).toMatchObject({ bad: -720, sli: { value: 2 }, indicatorError: { good: 1440, total: 720 } });
  });

  it('is evaluated as of the newest finished five-minute bucket', () => {
    const fiveMinutes = unobservedCounts(now - 4 * DAY_MS, now + 25 * MINUTE_MS, 5 * MINUTE_MS);
    fiveMinutes.total.fill(1);
    fiveMinutes.coverage.fill(1);
    const row = evaluate(createTimeline({ hour: monthWith(), fiveMinutes }), rules, now + 27 * MINUTE_MS);
    expect(row).toMatchObject({ asOfMs: now + 25 * MINUTE_MS, bad: 5, total: 719 + 5 });
    expect(row.burnRates[0].value).toBeCloseTo(100, 9);
  });

  it('counts a calendar month from its beginning, and says when it ends', () => {
    const hour = hoursWith(Array.from({ length: 31 * 24 + 48 }, (_, i) => ({ good: 9, bad: i < 31 * 24 ? 1 : 0 })));
    const window = {
      type: 'calendar' as const,
      count: 1,
      unit: 'M' as const,
      startTime: '2026-01-01 00:00:00',
      timeZone: 'UTC',
    };
    expect(evaluate(createTimeline({ hour }), { ...rules, window }, Date.UTC(2026, 1, 3))).toMatchObject({
      windowStartMs: Date.UTC(2026, 1, 1),
      windowEndMs: Date.UTC(2026, 2, 1),
      total: 48 * 9,
      bad: 0,
      status: { state: 'met' },
    });
    expect(evaluate(createTimeline({ hour }), { ...rules, window }, Date.UTC(2026, 1, 1)).status.state).toBe('noData');
  });

  it('begins a calendar period off the full hour at its first whole bucket', () => {
    const hour = monthWith();
    const window = {
      type: 'calendar' as const,
      count: 1,
      unit: 'd' as const,
      startTime: '2026-01-01 00:00:00',
      timeZone: 'Asia/Kathmandu',
    };
    // Midnight in Kathmandu is 18:15 in UTC.
    const row = evaluate(createTimeline({ hour }), { ...rules, window }, Date.UTC(2026, 0, 10, 0));
    expect(row).toMatchObject({ windowStartMs: Date.UTC(2026, 0, 9, 18, 15), total: 5 });
  });
});
