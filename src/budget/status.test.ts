import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import type { Exhaustion } from './forecast';
import { statusOf, type StatusInput } from './status';

const never: Exhaustion = { kind: 'never' };

function status(changes: Partial<StatusInput> & { bad?: number } = {}) {
  const { bad = 0, total = 1000, ...rest } = changes;
  return statusOf({ good: total - bad, total, target: 0.99, coverage: 1, exhaustion: never, ...rest });
}

describe('the status of an objective', () => {
  it('is no data without events, whatever the rest says', () => {
    expect(status({ total: 0, absence: 'noEvents' })).toEqual({
      state: 'noData',
      provisional: false,
      oneFailureBreaches: false,
      why: 'no events in the window',
    });
  });

  it('is no data where too little was observed', () => {
    expect(status({ coverage: 0.04, absence: 'tooLittleObserved', bad: 999 })).toMatchObject({
      state: 'noData',
      provisional: true,
      why: '0.1 % of 1,000 events so far; observed for 4 % of the window, 10 % needed',
    });
  });

  it('says what it has seen so far where too little was observed, and what is urgent', () => {
    const young = (changes: Parameters<typeof status>[0]) =>
      status({ coverage: 0.03, absence: 'tooLittleObserved', ...changes });
    const needed = 'observed for 3 % of the window, 10 % needed';
    expect(young({ total: 1204, bad: 10 }).why).toBe(`99.2 % of 1,204 events so far; ${needed}`);
    expect(young({ total: 1e6, bad: 4 }).why).toBe(`99.9996 % of 1,000,000 events so far; ${needed}`);
    expect(young({ total: 1 }).why).toBe(`100 % of 1 event so far; ${needed}`);
    expect(young({ total: 0 }).why).toBe(needed);
    expect(young({ total: 100, bad: 50, urgent: ['burn rate above 14.4 ×'] }).why).toBe(
      `50 % of 100 events so far; burn rate above 14.4 ×; ${needed}`
    );
  });

  it('is no data where the window is shorter than six buckets', () => {
    expect(status({ absence: 'lookbackTooShort' }).why).toBe('the window is shorter than six buckets');
  });

  it('is breached as soon as more failed than the budget allows', () => {
    expect(status({ bad: 3, total: 210 })).toMatchObject({
      state: 'breached',
      why: 'overspent by 42.9 %; 3 bad of 210, budget 2.1',
    });
    expect(status({ bad: 10 }).state).not.toBe('breached');
    expect(status({ bad: 112 }).why).toBe('overspent 11 times; 112 bad of 1,000, budget 10');
  });

  it('rounds fractions of events without hiding how they compare with the budget', () => {
    expect(status({ bad: 5580.7, total: 17_362_100.9 }).why).toMatch(/^5,581 bad of 17,362,101, budget 173,621/);
    expect(status({ bad: 3.4, total: 320 })).toMatchObject({
      state: 'breached',
      why: 'overspent by 6.2 %; 4 bad of 320, budget 3.2',
    });
    expect(status({ bad: 2.6, total: 280 }).why).toMatch(/2 bad of 280, budget 2.8$/);
    expect(status({ bad: 0.6, total: 94 }).why).toMatch(/less than 1 bad of 94, budget 0.94; one failure breaches$/);
  });

  it('is breached before it is at risk', () => {
    expect(status({ bad: 11, exhaustion: { kind: 'in', ms: 0 } }).state).toBe('breached');
  });

  it('is at risk when a quarter of the budget or less is left', () => {
    expect(status({ bad: 7 }).state).toBe('met');
    expect(status({ bad: 7.5 }).state).toBe('atRisk');
    expect(status({ bad: 8 })).toMatchObject({
      state: 'atRisk',
      why: '20 % of the budget left; 8 bad of 1,000, budget 10',
    });
  });

  it('is at risk for little budget left only once something failed', () => {
    expect(status({ bad: 0.8, total: 90 }).state).toBe('met');
    expect(status({ bad: 1, total: 100 }).state).toBe('atRisk');
  });

  it('is at risk when the budget will be exhausted within three days', () => {
    const in52h = status({ bad: 3, exhaustion: { kind: 'in', ms: 52 * HOUR_MS } });
    expect(in52h).toMatchObject({
      state: 'atRisk',
      why: "budget exhausted in 2 d 4 h at the last day's rate; 3 bad of 1,000, budget 10",
    });
    expect(status({ bad: 3, exhaustion: { kind: 'in', ms: 3 * DAY_MS } }).state).toBe('atRisk');
    expect(status({ bad: 3, exhaustion: { kind: 'in', ms: 3 * DAY_MS + 1 } }).state).toBe('met');
  });

  it('is met otherwise', () => {
    expect(status({ bad: 3 })).toEqual({
      state: 'met',
      provisional: false,
      oneFailureBreaches: false,
      why: '3 bad of 1,000, budget 10',
    });
  });

  it('is met or breached, nothing else, at a target of 100 %', () => {
    const exhaustion: Exhaustion = { kind: 'unknown', reason: 'noBudget' };
    expect(status({ target: 1, exhaustion }).state).toBe('met');
    expect(status({ target: 1, exhaustion, bad: 1 }).state).toBe('breached');
  });

  it('is provisional below 90 % coverage', () => {
    expect(status({ coverage: 0.9 }).provisional).toBe(false);
    expect(status({ coverage: 0.62 })).toMatchObject({
      state: 'met',
      provisional: true,
      why: '0 bad of 1,000, budget 10; observed for 62 % of the window',
    });
  });

  it('says that one failure breaches where the budget is below one event', () => {
    expect(status({ total: 40 })).toMatchObject({
      oneFailureBreaches: true,
      why: '0 bad of 40, budget 0.4; one failure breaches',
    });
    expect(status({ total: 100 }).oneFailureBreaches).toBe(false);
  });

  it('is at risk while a condition of page urgency holds, and says which', () => {
    const urgent = ['burn rate above 14.4 ×: 100 × over 1 h'];
    expect(status({ bad: 3, urgent })).toMatchObject({
      state: 'atRisk',
      why: 'burn rate above 14.4 ×: 100 × over 1 h; 3 bad of 1,000, budget 10',
    });
    expect(status({ bad: 3, urgent, exhaustion: { kind: 'in', ms: 2 * HOUR_MS } }).why).toMatch(
      /^burn rate above 14\.4 ×: 100 × over 1 h; budget exhausted in 2 h/
    );
    expect(status({ bad: 11, urgent })).toMatchObject({
      state: 'breached',
      why: expect.stringMatching(/^burn rate above/),
    });
    expect(status({ total: 0, absence: 'noEvents', urgent }).state).toBe('noData');
  });

  it('is provisional once samples have stopped, and says since when', () => {
    const silent = { sinceMs: Date.UTC(2026, 10, 22, 10, 35), forMs: 10 * MINUTE_MS };
    const stopped = 'nothing was observed for 10 min, since 2026-11-22 10:35 UTC';
    expect(status({ bad: 3, silent })).toEqual({
      state: 'met',
      provisional: true,
      oneFailureBreaches: false,
      why: `3 bad of 1,000, budget 10; ${stopped}`,
    });
    expect(status({ total: 0, absence: 'noEvents', silent }).why).toBe(`no events in the window; ${stopped}`);
  });

  it('says so when the indicator counts more good than total events', () => {
    expect(status({ bad: -5, total: 100 }).why).toContain('more good than total events (105 of 100)');
  });
});
