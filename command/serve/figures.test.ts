import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { objectiveOf } from '../../src/evaluation/objective.testing';
import { SourceError } from '../../src/sources/sourceError';
import { demoSources } from '../sources';
import { EventList } from './eventList.testing';
import { readFigures, type EventFigures } from './figures';
import { createSource } from '../../src/sources/createSource';

const NOW = Date.UTC(2026, 2, 1, 10, 37, 12);
/** Sparse, point in time, bursts with rules, observed time, requests, queries, time slices. */
const ONE_OF_EACH_KIND = [
  'core-materialization',
  'core-freshness',
  'core-partitions',
  'unstable-materialization',
  'api-availability',
  'api-requests',
  'trino-queries',
  'kubernetes-availability',
];
const never = new AbortController().signal;

async function eventsOf(objective: Objective, source: EventList): Promise<EventFigures> {
  const figures = await readFigures(objective, { Demo: createSource('Demo', source) }, NOW, never);
  if (figures.kind !== 'events') {
    throw new Error('expected events');
  }
  return figures;
}

const windowOf = ({ windows }: EventFigures, lookbackMs: number) =>
  windows.find(({ window }) => window.kind === 'lookback' && window.lookbackMs === lookbackMs);

describe('the figures that are exposed', () => {
  it.each(ONE_OF_EACH_KIND)('of %s are those of the dashboards', async (id) => {
    const objective = shippedCatalogue.objectives.find((candidate) => candidate.id === id) ?? objectiveOf();
    expect(objective.id).toBe(id);
    const sources = demoSources();
    const row = await evaluateObjective(objective, sources, { atMs: NOW, nowMs: NOW }, never);
    const figures = await readFigures(objective, sources, NOW, never);
    if (row.kind === 'events' && figures.kind === 'events') {
      expect(figures.evaluation).toEqual(row.evaluation);
      const { good, bad, total } = row.evaluation;
      expect(windowOf(figures, 30 * DAY_MS)).toMatchObject({ good, bad, total });
    } else if (row.kind === 'items' && figures.kind === 'items') {
      expect(figures.judged).toEqual(row.judged);
    } else {
      throw new Error(`${row.kind} on the dashboards, ${figures.kind} here`);
    }
  });

  it('count the events of each window by when they ended', async () => {
    const source = new EventList();
    source.events = [
      { atMs: NOW - 10 * MINUTE_MS, good: false },
      { atMs: NOW - 50 * MINUTE_MS, good: true },
      { atMs: NOW - 5 * HOUR_MS, good: false },
      { atMs: NOW - 40 * DAY_MS, good: false },
    ];
    const figures = await eventsOf(objectiveOf(), source);
    expect(windowOf(figures, HOUR_MS)).toMatchObject({ good: 1, bad: 1, total: 2 });
    expect(windowOf(figures, 6 * HOUR_MS)).toMatchObject({ good: 1, bad: 2, total: 3 });
    expect(windowOf(figures, 30 * DAY_MS)).toMatchObject({ good: 1, bad: 2, total: 3 });
    expect(figures.consecutiveBad).toBe(1);
  });

  it('distinguish observed time without events from time that was not observed', async () => {
    const source = new EventList();
    source.observedFromMs = NOW - DAY_MS;
    const figures = await eventsOf(objectiveOf(), source);
    expect(windowOf(figures, 6 * HOUR_MS)).toMatchObject({ good: 0, bad: 0, total: 0 });
    expect(windowOf(figures, 30 * DAY_MS)).toBeUndefined();
  });

  it('sum a calendar window since its period began', async () => {
    const source = new EventList();
    source.events = [
      { atMs: Date.UTC(2026, 2, 1, 3), good: true },
      { atMs: Date.UTC(2026, 1, 28, 22), good: false },
    ];
    const startTime = '2026-01-01 00:00:00';
    const figures = await eventsOf(
      objectiveOf({ window: { type: 'calendar', count: 1, unit: 'M', startTime, timeZone: 'UTC' } }),
      source
    );
    expect(figures.windows.filter(({ window }) => window.kind === 'calendarPeriod')).toEqual([
      { window: { kind: 'calendarPeriod' }, good: 1, bad: 0, total: 1 },
    ]);
    expect(windowOf(figures, DAY_MS)).toMatchObject({ good: 1, bad: 1 });
  });

  describe('of the last event', () => {
    const monthly = objectiveOf();
    monthly.policy = { ...monthly.policy, expectedEveryMs: 31 * DAY_MS };

    it('still know it when "nothing ran" is due, long after it left the window', async () => {
      const source = new EventList();
      source.events = [{ atMs: NOW - 62 * DAY_MS - HOUR_MS, good: true }];
      const { lastEventMs = NaN } = await eventsOf(monthly, source);
      expect(NOW - lastEventMs).toBeGreaterThan(2 * 31 * DAY_MS);
    });

    it('say that there was none as far back as anybody looked', async () => {
      expect((await eventsOf(monthly, new EventList())).lastEventMs).toBe(0);
    });

    it('say nothing of what was not observed', async () => {
      const source = new EventList();
      source.observedFromMs = NOW - HOUR_MS;
      expect((await eventsOf(monthly, source)).lastEventMs).toBeUndefined();
    });

    it('count what ran during planned maintenance', async () => {
      const source = new EventList();
      source.events = [{ atMs: NOW - 2 * HOUR_MS, good: true }];
      const excluded = objectiveOf();
      const exclusions = [{ fromMs: NOW - 4 * HOUR_MS, toMs: NOW - HOUR_MS, reason: 'moving house' }];
      excluded.policy = { ...excluded.policy, exclusions };
      const figures = await eventsOf(excluded, source);
      expect(NOW - (figures.lastEventMs ?? 0)).toBeLessThan(2 * HOUR_MS);
      expect(windowOf(figures, 6 * HOUR_MS)).toMatchObject({ total: 0 });
    });
  });

  it('are refused where the indicator counts more good than total events', async () => {
    const source = new EventList();
    source.events = [{ atMs: NOW - HOUR_MS, good: true }];
    const counts = source.counts.bind(source);
    source.counts = async (...request) => {
      const answer = await counts(...request);
      answer.counts.good.forEach((good, i) => (answer.counts.good[i] = 2 * good));
      return answer;
    };
    await expect(readFigures(objectiveOf(), { Demo: createSource('Demo', source) }, NOW, never)).rejects.toThrow(
      SourceError
    );
  });
});
