import { DAY_MS, HOUR_MS, MINUTE_MS } from '../budget/durations';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { demoSource } from '../sources/demo/demoSource';
import { evaluateBreaches } from './evaluateBreaches';
import { evaluateContributors } from './evaluateContributors';
import { evaluateObjective } from './evaluateObjective';
import { judgeBreaches } from './judgeBreaches';
import { sprintRows } from './sprintRows';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const signal = new AbortController().signal;
const demo = demoSource();
const sources = { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
const items = shippedCatalogue.objectives.filter(({ window }) => window.type === 'pointInTime');

function objective(id: string) {
  const found = shippedCatalogue.objectives.find((candidate) => candidate.id === id);
  if (!found) {
    throw new Error(`no objective ${id}`);
  }
  return found;
}

describe('a range that ended in the past', () => {
  const past = { atMs: NOW - DAY_MS, nowMs: NOW };

  it.each(items)('shows nothing of the items of $id as they are now', async (one) => {
    const row = await evaluateObjective(one, sources, past, signal);
    const why = 'items are only known as they are now, not at 2026-11-21 10:35 UTC';
    expect(row).toMatchObject({ judged: { status: { state: 'noData', why }, sli: { value: null } } });
    expect((await evaluateContributors(one, sources, past, signal)).rows).toEqual([]);
  });

  it.each(items)('still is now where it ended within five minutes, of $id', async (one) => {
    const row = await evaluateObjective(one, sources, { atMs: NOW - 4 * MINUTE_MS, nowMs: NOW }, signal);
    expect(row).toMatchObject({ items: { asOfMs: NOW } });
  });

  it('has no sprint that began after it', async () => {
    const range = { fromMs: NOW - 9 * DAY_MS, toMs: NOW - 2 * DAY_MS, nowMs: NOW };
    const judged = await Promise.all(items.map((one) => judgeBreaches(one, sources, range, signal)));
    expect(sprintRows(judged, range.toMs)).toEqual([]);
  });
});

describe('a breach that the range begins with', () => {
  it('is known from the beginning of the range on', async () => {
    const one = objective('sqlmesh-materialization');
    const { breaches } = await evaluateBreaches(
      one,
      sources,
      { fromMs: NOW - 30 * DAY_MS, toMs: NOW, nowMs: NOW },
      signal
    );
    const [{ fromMs: beganMs }] = breaches;
    const fromMs = beganMs + HOUR_MS + 20 * MINUTE_MS;
    const within = await evaluateBreaches(one, sources, { fromMs, toMs: NOW, nowMs: NOW }, signal);
    expect(within.breaches[0]).toMatchObject({ startedBefore: true });
    expect(within.breaches[0].fromMs).toBeLessThanOrEqual(fromMs);
  });
});

describe('a sprint of an upstream whose clock is ahead', () => {
  it('never lasts less than no time', async () => {
    const one = objective('core-freshness');
    const range = { fromMs: NOW - DAY_MS, toMs: NOW, nowMs: NOW };
    const ahead = {
      ...demo,
      kinds: demo.kinds,
      read: async () => ({
        items: { asOfMs: NOW + 3 * MINUTE_MS, good: 0, total: 10, bad: ['a'] },
        notices: [],
        executed: [],
      }),
    };
    const [sprint] = sprintRows(
      [await judgeBreaches(one, { Dagster: Object.assign(Object.create(demo), ahead) }, range, signal)],
      NOW
    );
    expect(sprint).toMatchObject({ fromMs: NOW, toMs: null });
  });
});
