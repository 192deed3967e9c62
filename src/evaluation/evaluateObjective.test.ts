import { DAY_MS, HOUR_MS, MINUTE_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import type { Objective } from '../catalogue/objective';
import type { CountsRequest, Items, Source } from '../sources/contract';
import { SourceError } from '../sources/sourceError';
import { evaluateCatalogue } from './evaluateCatalogue';
import { evaluateObjective } from './evaluateObjective';
import { objectiveOf } from './objective.testing';
import { createSource } from '../sources/createSource';
import type { ObjectiveRow } from './results';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const MOMENT = { atMs: NOW, nowMs: NOW };
const never = new AbortController().signal;

type Minute = { good: number; total: number } | undefined;

/** A source that knows every minute; undefined is a minute that was not observed. */
function sourceOf(minuteAt: (startMs: number) => Minute, requests: CountsRequest[] = []): Source {
  return createSource('Demo', {
    async counts(request) {
      requests.push(request);
      const { fromMs, toMs, stepMs } = request;
      const counts = unobservedCounts(fromMs, toMs, stepMs);
      for (let i = 0; i < counts.total.length; i++) {
        for (let at = fromMs + i * stepMs; at < fromMs + (i + 1) * stepMs; at += MINUTE_MS) {
          const minute = minuteAt(at);
          counts.good[i] += minute?.good ?? 0;
          counts.total[i] += minute?.total ?? 0;
          counts.coverage[i] += minute ? MINUTE_MS / stepMs : 0;
        }
      }
      return { counts, notices: [], executed: [`${fromMs}`] };
    },
  });
}

async function eventsRow(...args: Parameters<typeof evaluateObjective>) {
  const row = await evaluateObjective(...args);
  if (row.kind !== 'events') {
    throw new Error(row.kind === 'failed' ? row.error.message : 'expected events');
  }
  return row.evaluation;
}

const minutely = () => ({ good: 1, total: 1 });

describe('evaluating an objective', () => {
  it('reads two tiers, whatever the window: hours up to the last full one, and four days of five minutes', async () => {
    const requests: CountsRequest[] = [];
    await evaluateObjective(objectiveOf(), { Demo: sourceOf(minutely, requests) }, MOMENT, never);
    const fullHour = NOW - 35 * MINUTE_MS;
    expect(requests.map(({ stepMs, fromMs, toMs }) => ({ stepMs, fromMs, toMs }))).toEqual([
      { stepMs: HOUR_MS, fromMs: fullHour - 30 * DAY_MS, toMs: fullHour },
      { stepMs: 5 * MINUTE_MS, fromMs: fullHour - 4 * DAY_MS, toMs: NOW },
    ]);
  });

  it('counts whole hours of the window and five minutes of the rest', async () => {
    const evaluation = await eventsRow(objectiveOf(), { Demo: sourceOf(minutely) }, MOMENT, never);
    expect(evaluation.asOfMs).toBe(NOW);
    expect(evaluation.total).toBe(719 * 60 + 35);
    expect(evaluation.status.state).toBe('met');
  });

  it('judges slices when the budgeting method says so', async () => {
    const badTenMinutesAtMidnight = (at: number) => ({ good: at % DAY_MS < 10 * MINUTE_MS ? 0 : 1, total: 1 });
    const objective = objectiveOf({ budgeting: { method: 'Timeslices', sliceMs: 5 * MINUTE_MS, sliceTarget: 0.9 } });
    const evaluation = await eventsRow(objective, { Demo: sourceOf(badTenMinutesAtMidnight) }, MOMENT, never);
    expect(evaluation.total).toBe(719 * 12 + 7);
    expect(evaluation.bad).toBe(30 * 2);
  });

  it('judges slices longer than an hour at the hour in which they end', async () => {
    const badFirstOfMonth = (at: number) => ({ good: new Date(at).getUTCDate() === 1 ? 0 : 1, total: 1 });
    const objective = objectiveOf({ budgeting: { method: 'RatioTimeslices', sliceMs: DAY_MS } });
    const evaluation = await eventsRow(objective, { Demo: sourceOf(badFirstOfMonth) }, MOMENT, never);
    expect(evaluation.total).toBe(30);
    expect(evaluation.bad).toBe(1);
  });

  it('counts unobserved time as the no-data policy says', async () => {
    const halfObserved = (at: number) => (at % DAY_MS < 12 * HOUR_MS ? undefined : { good: 1, total: 1 });
    const policy = { noData: 'bad' as const, exclusions: [], severity: 'ticket' as const, timeBased: true };
    const evaluation = await eventsRow(objectiveOf({ policy }), { Demo: sourceOf(halfObserved) }, MOMENT, never);
    expect(evaluation.sli.value).toBeGreaterThan(0.45);
    expect(evaluation.sli.value).toBeLessThan(0.55);
    expect(evaluation.coverage).toBeCloseTo(0.5, 1);
    expect(evaluation.status.provisional).toBe(true);
  });

  it('leaves planned maintenance out', async () => {
    const from = Date.UTC(2026, 10, 10);
    const downInMaintenance = (at: number) => ({ good: at >= from && at < from + 12 * HOUR_MS ? 0 : 1, total: 1 });
    const exclusions = [{ fromMs: from, toMs: from + 12 * HOUR_MS, reason: 'upgrade' }];
    const policy = { noData: 'unknown' as const, exclusions, severity: 'ticket' as const, timeBased: true };
    const evaluation = await eventsRow(objectiveOf({ policy }), { Demo: sourceOf(downInMaintenance) }, MOMENT, never);
    expect(evaluation.bad).toBe(0);
    expect(evaluation.excludedMs).toBe(12 * HOUR_MS);
    expect(evaluation.remainingWithoutExclusions.value).toBeLessThan(0);
  });

  it('names the first instant of full coverage while less than 99 % of the window was observed', async () => {
    const young = (at: number) => (at < NOW - 10 * DAY_MS ? undefined : { good: 1, total: 1 });
    const row = await evaluateObjective(objectiveOf(), { Demo: sourceOf(young) }, MOMENT, never);
    expect(row.kind === 'events' && row.notices[0].text).toMatch(
      /^33\.\d % of the 30 d window was observed, fully observed: not yet\. If this lasts, keep Demo data for longer/
    );
  });

  describe('that fails now', () => {
    const outageOf = (minutes: number) => (startMs: number) => ({
      good: startMs >= NOW - minutes * MINUTE_MS ? 0 : 1,
      total: 1,
    });
    const rowOf = (minuteAt: (startMs: number) => Minute, policy: Partial<Objective['policy']> = {}) =>
      eventsRow(
        objectiveOf({ policy: { ...objectiveOf().policy, ...policy } }),
        { Demo: sourceOf(minuteAt) },
        MOMENT,
        never
      );

    it.each(['page', 'ticket', 'none'] as const)('is at risk and says why, at a severity of %s', async (severity) => {
      expect((await rowOf(outageOf(10), { severity })).status).toMatchObject({
        state: 'atRisk',
        why: expect.stringMatching(/^burn rate above 14\.4 ×: 16\.7 × over 1 h/),
      });
      expect((await rowOf(outageOf(5), { severity })).status.state).toBe('met');
    });

    it('asks for as many bad events as the catalogue says', async () => {
      expect((await rowOf(outageOf(10), { minBadEvents: 11 })).status.state).toBe('met');
    });

    it('is met during planned maintenance', async () => {
      const exclusions = [{ fromMs: NOW - 5 * MINUTE_MS, toMs: NOW + HOUR_MS, reason: 'upgrade' }];
      expect((await rowOf(outageOf(15), { exclusions })).status.state).toBe('met');
    });

    it('reads nothing more for it', async () => {
      const requests: CountsRequest[] = [];
      await eventsRow(objectiveOf(), { Demo: sourceOf(outageOf(10), requests) }, MOMENT, never);
      expect(requests).toHaveLength(2);
    });
  });

  it('is provisional once samples have stopped, by the interval that the source knows', async () => {
    const stopped = (startMs: number): Minute => (startMs >= NOW - 10 * MINUTE_MS ? undefined : { good: 1, total: 1 });
    const row = await eventsRow(objectiveOf(), { Demo: sourceOf(stopped) }, MOMENT, never);
    expect(row.status).toMatchObject({
      state: 'met',
      provisional: true,
      why: expect.stringContaining('nothing was observed for 10 min, since 2026-11-22 10:25 UTC'),
    });
    const demo = sourceOf(stopped);
    const slow = createSource('Demo', {
      counts: async (request, signal) => ({
        ...(await demo.read('counts', request, signal)),
        sampleIntervalMs: 4 * MINUTE_MS,
      }),
    });
    expect((await eventsRow(objectiveOf(), { Demo: slow }, MOMENT, never)).status.provisional).toBe(false);
  });

  it('judges items where the objective has no window', async () => {
    const items: Items = { asOfMs: NOW, good: 98, total: 100, bad: ['a', 'b'] };
    const source = createSource('Demo', { items: async () => ({ items, notices: [], executed: [] }) });
    const row = await evaluateObjective(
      objectiveOf({ window: { type: 'pointInTime' } }),
      { Demo: source },
      MOMENT,
      never
    );
    expect(row).toMatchObject({ kind: 'items', judged: { status: { state: 'breached' }, bad: 2 } });
  });

  it('is provisional where the source says so, and says why', async () => {
    const provisional = 'the code location lab has not loaded since yesterday';
    const demo = sourceOf(minutely);
    const source = createSource('Demo', {
      counts: async (request, signal) => ({ ...(await demo.read('counts', request, signal)), provisional }),
      items: async () => ({
        items: { asOfMs: NOW, good: 100, total: 100, bad: [] },
        provisional,
        notices: [],
        executed: [],
      }),
    });
    const expected = { state: 'met', provisional: true, why: expect.stringMatching(new RegExp(`; ${provisional}$`)) };
    expect((await eventsRow(objectiveOf(), { Demo: source }, MOMENT, never)).status).toMatchObject(expected);
    const items = objectiveOf({ window: { type: 'pointInTime' } });
    const row = await evaluateObjective(items, { Demo: source }, MOMENT, never);
    expect(row.kind === 'items' && row.judged.status).toMatchObject(expected);
  });
});

describe('a row that cannot have figures', () => {
  const failed = async (...args: Parameters<typeof evaluateObjective>) => {
    const row = await evaluateObjective(...args);
    return row.kind === 'failed' ? row.error.message : `${row.kind}`;
  };

  it('says that its upstream is not configured, and what to do', async () => {
    expect(await failed(objectiveOf(), {}, MOMENT, never)).toMatch(
      /Objective api-requests \(api-requests\), Demo: no Demo is configured\. Set its URL \(in the data source settings/
    );
  });

  it('says that the indicator counts more good events than events', async () => {
    const impossible = () => ({ good: 3, total: 2 });
    expect(await failed(objectiveOf(), { Demo: sourceOf(impossible) }, MOMENT, never)).toMatch(
      /counts .* good events of .*, which cannot be\. Correct the queries/
    );
  });

  it('says that the indicator counts more bad events than events', async () => {
    const impossible = () => ({ good: -1, total: 2 });
    expect(await failed(objectiveOf(), { Demo: sourceOf(impossible) }, MOMENT, never)).toMatch(/which cannot be/);
  });

  it('says that an upstream which only counts events cannot judge items', async () => {
    const pointInTime = objectiveOf({ window: { type: 'pointInTime' } });
    expect(await failed(pointInTime, { Demo: sourceOf(minutely) }, MOMENT, never)).toMatch(/point in time.*timeWindow/);
  });

  it('costs no one else’s row', async () => {
    const broken: Source = createSource('Prometheus', {
      counts: ({ objective }) =>
        Promise.reject(
          new SourceError({ kind: 'unreachable', objective, upstream: 'Prometheus', found: 'down', remedy: 'Start it' })
        ),
    });
    const prometheus = {
      source: 'Prometheus' as const,
      measure: { shape: 'raw' as const, raw: { query: 'x', counterSelectors: [] }, rawType: 'success' as const },
    };
    const heard: ObjectiveRow[] = [];
    const rows = await evaluateCatalogue(
      [objectiveOf({ id: 'first', indicator: prometheus }), objectiveOf({ id: 'second' })],
      { Prometheus: broken, Demo: sourceOf(minutely) },
      MOMENT,
      never,
      (row) => heard.push(row)
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['failed', 'events']);
    expect(heard).toHaveLength(2);
  });
});

it('an abort rejects and leaves no row behind', async () => {
  const controller = new AbortController();
  controller.abort(new Error('panel closed'));
  const source = createSource('Demo', { counts: () => Promise.reject(new Error('aborted fetch')) });
  await expect(evaluateObjective(objectiveOf(), { Demo: source }, MOMENT, controller.signal)).rejects.toThrow(
    'panel closed'
  );
});
