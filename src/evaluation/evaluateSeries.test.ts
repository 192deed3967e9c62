import { DAY_MS, HOUR_MS, MINUTE_MS } from '../budget/durations';
import { demoSource } from '../sources/demo/demoSource';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { evaluateObjective } from './evaluateObjective';
import { evaluateSeries } from './evaluateSeries';
import { bucketEnds, instantsOf } from './instants';
import { objectiveOf } from './objective.testing';
import { SERIES_FIGURES } from './results';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const never = new AbortController().signal;
const demo = demoSource();
const sources = { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };

function objective(id: string) {
  const found = shippedCatalogue.objectives.find((candidate) => candidate.id === id);
  if (!found) {
    throw new Error(`no objective ${id}`);
  }
  return found;
}

function seriesOver(id: string, fromMs: number, toMs: number) {
  const instants = instantsOf(fromMs, toMs, NOW);
  return evaluateSeries(
    objective(id),
    sources,
    { instants, figures: SERIES_FIGURES, lookbacksMs: [6 * HOUR_MS], nowMs: NOW },
    never
  ).then((series) => ({ ...series, timesMs: instants.timesMs }));
}

describe('the instants of a chart', () => {
  it('are full hours, and last the instant that tables hold for', () => {
    const { stepMs, timesMs } = instantsOf(NOW - 30 * DAY_MS, NOW + 2 * MINUTE_MS, NOW + 2 * MINUTE_MS);
    expect(stepMs).toBe(HOUR_MS);
    expect(timesMs[0]).toBe(NOW - 30 * DAY_MS + 25 * MINUTE_MS);
    expect(timesMs.slice(-2)).toEqual([NOW - 35 * MINUTE_MS, NOW]);
  });

  it('are ends of whole hours only, of events and where the five-minute tier does not reach', () => {
    expect(bucketEnds(NOW - 30 * DAY_MS, NOW, NOW).timesMs.at(-1)).toBe(NOW - 35 * MINUTE_MS);
    const past = NOW - 5 * DAY_MS;
    expect(instantsOf(NOW - 30 * DAY_MS, past, NOW).timesMs.at(-1)).toBe(past - 35 * MINUTE_MS);
  });

  it('are five minutes apart in the last four days', () => {
    const { stepMs, timesMs } = instantsOf(NOW - 6 * HOUR_MS, NOW, NOW);
    expect(stepMs).toBe(5 * MINUTE_MS);
    expect(timesMs).toHaveLength(6 * 12 + 1);
  });

  it('leave the future out', () => {
    expect(instantsOf(NOW - HOUR_MS, NOW + DAY_MS, NOW).timesMs.at(-1)).toBe(NOW);
    expect(instantsOf(NOW + HOUR_MS, NOW + DAY_MS, NOW).timesMs).toEqual([]);
  });
});

describe('values at a given instant', () => {
  const ranges: Array<[string, number, number]> = [
    ['7 days', NOW - 7 * DAY_MS, NOW],
    ['30 days', NOW - 30 * DAY_MS, NOW],
    ['90 days', NOW - 90 * DAY_MS, NOW],
    ['a past range', NOW - 20 * DAY_MS, NOW - 5 * DAY_MS],
  ];
  const instant = NOW - 35 * MINUTE_MS - 6 * DAY_MS;

  it.each(['api-requests', 'flux-availability', 'trino-queries'])(
    'of %s are the same whatever range the dashboard shows',
    async (id) => {
      const seen = await Promise.all(
        ranges.map(async ([, fromMs, toMs]) => {
          const { timesMs, sli, remaining, burnRates, good, bad } = await seriesOver(id, fromMs, toMs);
          const i = timesMs.indexOf(instant);
          return { sli: sli[i], remaining: remaining[i], burn: burnRates[0].values[i], good: good[i], bad: bad[i] };
        })
      );
      expect(seen[0].sli).toBeGreaterThan(0);
      expect(seen[0].burn).toBeGreaterThanOrEqual(0);
      for (const values of seen.slice(1)) {
        expect(values).toEqual(seen[0]);
      }
    }
  );

  it('are those of a status row at that instant', async () => {
    for (const atMs of [instant, NOW - 35 * MINUTE_MS - 2 * DAY_MS]) {
      const { timesMs, sli, remaining } = await seriesOver('api-requests', NOW - 30 * DAY_MS, NOW);
      const row = await evaluateObjective(objective('api-requests'), sources, { atMs, nowMs: NOW }, never);
      const i = timesMs.indexOf(atMs);
      expect(row.kind === 'events' && row.evaluation.sli.value).toBe(sli[i]);
      expect(row.kind === 'events' && row.evaluation.remaining.value).toBe(remaining[i]);
    }
  });

  it.each([0, HOUR_MS, 30 * HOUR_MS, 5 * DAY_MS])(
    'are those of the status row at the end of the range, %d ms ago',
    async (agoMs) => {
      const atMs = NOW - agoMs + 2 * MINUTE_MS;
      const nowMs = NOW + 2 * MINUTE_MS;
      const request = {
        instants: instantsOf(NOW - 30 * DAY_MS, atMs, nowMs),
        figures: SERIES_FIGURES,
        lookbacksMs: [6 * HOUR_MS],
        nowMs,
      };
      const series = await evaluateSeries(objective('api-requests'), sources, request, never);
      const row = await evaluateObjective(objective('api-requests'), sources, { atMs, nowMs }, never);
      if (row.kind !== 'events') {
        throw new Error(`api-requests counts events, found ${row.kind}`);
      }
      const { sli, remaining, asOfMs, burnRates } = row.evaluation;
      expect(request.instants.timesMs.at(-1)).toBe(asOfMs);
      expect(series.sli.at(-1)).toBe(sli.value);
      expect(series.remaining.at(-1)).toBe(remaining.value);
      const burnRate = burnRates.find(({ lookbackMs }) => lookbackMs === 6 * HOUR_MS)?.value ?? NaN;
      expect(series.burnRates[0].values.at(-1)).toBe(burnRate);
    }
  );
});

describe('a series', () => {
  it('counts the events of each bucket', async () => {
    const request = {
      instants: bucketEnds(NOW - 10 * DAY_MS, NOW, NOW),
      figures: SERIES_FIGURES,
      lookbacksMs: [],
      nowMs: NOW,
    };
    const { good, bad } = await evaluateSeries(objective('dagster-availability'), sources, request, never);
    expect(good).toHaveLength(240);
    expect(good.every((count, i) => count + bad[i] === 60)).toBe(true);
  });

  it('has no value where no one looked', async () => {
    const { good } = await seriesOver('documentation-availability', NOW - 30 * DAY_MS, NOW);
    expect(good.some(Number.isNaN)).toBe(true);
    expect(good.some((count) => count === 60)).toBe(true);
  });

  it('says which burn rates exist for the last days only', async () => {
    const request = (days: number) => ({
      instants: instantsOf(NOW - days * DAY_MS, NOW, NOW),
      figures: SERIES_FIGURES,
      lookbacksMs: [HOUR_MS, 6 * HOUR_MS],
      nowMs: NOW,
    });
    const over30 = await evaluateSeries(objective('api-requests'), sources, request(30), never);
    expect(over30.notices.map(({ text }) => text)).toContain(
      'The burn rate over 1 h exists for the last 4 days only: older events are known by the hour'
    );
    expect(over30.burnRates[0].values[0]).toBeNaN();
    expect(over30.burnRates[0].values.at(-1)).not.toBeNaN();
    const over2 = await evaluateSeries(objective('api-requests'), sources, request(2), never);
    expect(over2.notices.some(({ text }) => text.includes('burn rate'))).toBe(false);
  });

  it('of a point-in-time objective does not exist', async () => {
    expect((await seriesOver('core-freshness', NOW - DAY_MS, NOW)).state).toBe('notOverTime');
  });

  it('says why it could not be read', async () => {
    const request = {
      instants: instantsOf(NOW - DAY_MS, NOW, NOW),
      figures: SERIES_FIGURES,
      lookbacksMs: [],
      nowMs: NOW,
    };
    const series = await evaluateSeries(objectiveOf(), {}, request, never);
    expect(series.state).toBe('failed');
    expect(series.error?.message).toMatch(/no Demo is configured/);
  });
});
