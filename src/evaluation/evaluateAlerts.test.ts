import { DAY_MS, HOUR_MS, MINUTE_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import type { CountsRequest, Source } from '../sources/contract';
import { evaluateAlerts, pendingAlerts } from './evaluateAlerts';
import { objectiveOf } from './objective.testing';
import { createSource } from '../sources/createSource';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const never = new AbortController().signal;
const objective = objectiveOf({ policy: { noData: 'unknown', exclusions: [], severity: 'page', timeBased: false } });

/** Ten events in five minutes, of which a share fails since some time ago; silent altogether without a share. */
function source(errorRatio: number | undefined, sinceMs: number): Source {
  return createSource('Demo', {
    async counts({ fromMs, toMs, stepMs }: CountsRequest) {
      const counts = unobservedCounts(fromMs, toMs, stepMs);
      for (let i = 0; i < counts.total.length && errorRatio !== undefined; i++) {
        const isBad = fromMs + i * stepMs >= NOW - sinceMs;
        counts.total[i] = (10 * stepMs) / (5 * MINUTE_MS);
        counts.good[i] = counts.total[i] * (isBad ? 1 - errorRatio : 1);
        counts.coverage[i] = 1;
      }
      return { counts, notices: [], executed: ['up'] };
    },
  });
}

async function states(errorRatio: number | undefined, sinceMs: number) {
  const { rows } = await evaluateAlerts(
    objective,
    { Demo: source(errorRatio, sinceMs) },
    { atMs: NOW, nowMs: NOW },
    never
  );
  return rows.map(({ severity, state }) => `${severity} ${state}`);
}

const NO_SINGLE_EVENT = ['ticket quiet', 'page quiet'];

describe('burn-rate alerts', () => {
  it('are quiet while nothing fails', async () => {
    expect(await states(0, HOUR_MS)).toEqual([
      'page quiet',
      'page quiet',
      'ticket quiet',
      'ticket quiet',
      ...NO_SINGLE_EVENT,
    ]);
  });

  it('fire from the fastest on during an outage', async () => {
    expect(await states(1, 12 * MINUTE_MS)).toEqual([
      'page firing',
      'page quiet',
      'ticket quiet',
      'ticket quiet',
      ...NO_SINGLE_EVENT,
    ]);
    expect(await states(1, 6 * HOUR_MS)).toEqual([
      'page firing',
      'page firing',
      'ticket firing',
      'ticket firing',
      ...NO_SINGLE_EVENT,
    ]);
  });

  it('ticket a slow burn without paging', async () => {
    expect(await states(0.02, 96 * HOUR_MS)).toEqual([
      'page quiet',
      'page quiet',
      'ticket quiet',
      'ticket firing',
      ...NO_SINGLE_EVENT,
    ]);
  });

  it('are unknown where nothing was observed', async () => {
    expect(await states(undefined, 0)).toEqual([
      'page noData',
      'page noData',
      'ticket noData',
      'ticket noData',
      'ticket noData',
      'page quiet',
    ]);
  });

  it('say what was measured, and that minutes are too short for a figure', async () => {
    const { rows } = await evaluateAlerts(
      objective,
      { Demo: source(1, 6 * HOUR_MS) },
      { atMs: NOW, nowMs: NOW },
      never
    );
    expect(rows[0].why).toBe('above 14.4 ×: 100 × over 1 h; 5 min is too short for a figure');
    expect(rows[1].why).toBe('above 6 ×: 100 × over 6 h; 100 × over 30 min');
    expect(rows[1]).toMatchObject({ longRate: expect.closeTo(100), shortRate: expect.closeTo(100) });
  });

  it('become failed rows where their source fails, with the reason', async () => {
    const { rows, error } = await evaluateAlerts(objective, {}, { atMs: NOW, nowMs: NOW }, never);
    expect(rows.map(({ state }) => state)).toEqual(Array(6).fill('failed'));
    expect(rows[0].why).toBe(error?.message);
  });

  it('are all there, though undecided, before their source has answered', () => {
    expect(pendingAlerts(objective).rows.map(({ state }) => state)).toEqual(Array(6).fill('loading'));
  });

  it('say which rows cannot fire and which are left out although they could, each with its arithmetic', async () => {
    const refusedAt = async (target: number, days: number) => {
      const one = objectiveOf({ ...objective, target, window: { type: 'rolling', durationMs: days * DAY_MS } });
      const { rows } = await evaluateAlerts(one, { Demo: source(0, 0) }, { atMs: NOW, nowMs: NOW }, never);
      return rows.flatMap(({ state, why }) => (state === 'cannotFire' || state === 'leftOut' ? [{ state, why }] : []));
    };
    expect((await refusedAt(0.99, 7))[1]).toEqual({
      state: 'leftOut',
      why: expect.stringContaining('0.1 × 168 h / 72 h = 0.23, below 0.9'),
    });
    expect((await refusedAt(0.5, 50))[0]).toEqual({
      state: 'leftOut',
      why: expect.stringContaining('= 0.83, above 0.75'),
    });
    expect((await refusedAt(0.5, 90))[0]).toEqual({
      state: 'cannotFire',
      why: expect.stringContaining('= 1.5, and no error ratio exceeds 1'),
    });
    expect(await refusedAt(1, 30)).toEqual(
      Array(4).fill({ state: 'cannotFire', why: 'A target of 100 % leaves no budget, so there is no burn rate' })
    );
  });

  it('are quiet while maintenance is planned, whatever fails', async () => {
    const exclusions = [{ fromMs: NOW - MINUTE_MS, toMs: NOW + HOUR_MS, reason: 'Upgrade' }];
    const planned = objectiveOf({ policy: { ...objective.policy, exclusions } });
    const { rows } = await evaluateAlerts(planned, { Demo: source(1, 6 * HOUR_MS) }, { atMs: NOW, nowMs: NOW }, never);
    expect(rows.map(({ state, why }) => `${state}: ${why}`)).toEqual(Array(6).fill('quiet: planned maintenance'));
  });
});
