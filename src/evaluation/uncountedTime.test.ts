import { DAY_MS, HOUR_MS, MINUTE_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import type { Objective } from '../catalogue/objective';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import type { Source } from '../sources/contract';
import { demoSource } from '../sources/demo/demoSource';
import { SourceError } from '../sources/sourceError';
import { trinoObjective } from '../sources/trino/trinoObjective.testing';
import { evaluateContributors } from './evaluateContributors';
import { evaluateObjective } from './evaluateObjective';
import { objectiveOf } from './objective.testing';
import { uncountedTime } from './uncountedTime';
import { createSource } from '../sources/createSource';

const NOW = Date.UTC(2026, 10, 22, 10, 20);
const FULL_HOUR = Date.UTC(2026, 10, 22, 10);
const never = new AbortController().signal;
const PROBE = objectiveOf({ id: 'trino-availability' });
/** As the sums over 30 days are made: hours, then five minutes. */
const MONTH = { countedFromMs: FULL_HOUR - 30 * DAY_MS, asOfMs: NOW, bucketMs: HOUR_MS };

const excluding = (fromMs: number, toMs: number, objective = trinoObjective()): Objective => ({
  ...objective,
  policy: { ...objective.policy, exclusions: [{ fromMs, toMs, reason: 'an upgrade' }] },
});

function probed(objective = trinoObjective()): Objective {
  const { indicator } = objective;
  return indicator.source === 'Trino' ? { ...objective, indicator: { ...indicator, probe: PROBE } } : objective;
}

/** A probe every minute, which fails in [fromMs, toMs). */
function downDuring(outage: { fromMs: number; toMs: number }): Source {
  return createSource('Demo', {
    async counts({ fromMs, toMs, stepMs }) {
      const counts = unobservedCounts(fromMs, toMs, stepMs);
      for (let ms = fromMs; ms < toMs; ms += MINUTE_MS) {
        const bucket = Math.floor((ms - fromMs) / stepMs);
        counts.total[bucket]++;
        counts.good[bucket] += ms >= outage.fromMs && ms < outage.toMs ? 0 : 1;
      }
      return { counts, notices: [], executed: [] };
    },
  });
}

const without = async (objective: Objective, probe: Source | undefined, evaluation = MONTH) =>
  (await uncountedTime(objective, evaluation, { Demo: probe }, NOW, never)).without;

describe('the time of a window that does not count', () => {
  it('is none where nothing is excluded and no one probes', async () => {
    expect(await without(trinoObjective(), undefined)).toEqual([]);
  });

  it('is every bucket that planned maintenance overlaps: hours, and five minutes after the last full one', async () => {
    const fromMs = FULL_HOUR - 90 * MINUTE_MS;
    expect(await without(excluding(fromMs, FULL_HOUR + 7 * MINUTE_MS), undefined)).toEqual([
      { fromMs: FULL_HOUR - 2 * HOUR_MS, toMs: FULL_HOUR + 10 * MINUTE_MS },
    ]);
  });

  it('is every bucket in which no probe got through, and no other', async () => {
    const probe = downDuring({ fromMs: FULL_HOUR - 150 * MINUTE_MS, toMs: FULL_HOUR + 5 * MINUTE_MS });
    expect(await without(probed(), probe)).toEqual([
      { fromMs: FULL_HOUR - 2 * HOUR_MS, toMs: FULL_HOUR + 5 * MINUTE_MS },
    ]);
  });

  it('is in buckets of five minutes alone where the figure is', async () => {
    const day = { countedFromMs: NOW - DAY_MS, asOfMs: NOW, bucketMs: 5 * MINUTE_MS };
    const probe = downDuring({ fromMs: FULL_HOUR - 3 * HOUR_MS, toMs: FULL_HOUR - 3 * HOUR_MS + 12 * MINUTE_MS });
    expect(await without(probed(), probe, day)).toEqual([
      { fromMs: FULL_HOUR - 3 * HOUR_MS, toMs: FULL_HOUR - 3 * HOUR_MS + 10 * MINUTE_MS },
    ]);
  });

  it('is not known where the probe cannot be read, which a notice says once', async () => {
    const broken: Source = createSource('Demo', {
      counts: () =>
        Promise.reject(
          new SourceError({ kind: 'timeout', objective: PROBE, upstream: 'Demo', found: 'slow', remedy: 'Wait' })
        ),
    });
    const found = await uncountedTime(probed(), MONTH, { Demo: broken }, NOW, never);
    expect(found.without).toEqual([]);
    expect(found.notices.map(({ text }) => text)).toEqual([expect.stringMatching(/^Whether the service was up/)]);
  });
});

describe('contributors', () => {
  const demo = demoSource();
  const queries = shippedCatalogue.objectives.find(({ id }) => id === 'trino-queries') ?? trinoObjective();
  const moment = { atMs: NOW, nowMs: NOW };

  it.each([
    ['whose service is probed', queries],
    ['with planned maintenance', excluding(NOW - 20 * DAY_MS, NOW - 12 * DAY_MS, queries)],
    ['with maintenance until a moment ago', excluding(NOW - 40 * MINUTE_MS, NOW - 12 * MINUTE_MS, queries)],
    ['over a day', { ...excluding(NOW - 5 * HOUR_MS, NOW - 4 * HOUR_MS, queries), window: rollingOf(DAY_MS) }],
  ])('of an objective %s add up to its bad events', async (_, objective) => {
    const outage = { fromMs: NOW - 9 * DAY_MS, toMs: NOW - 7 * DAY_MS };
    const sources = { Trino: demo, Prometheus: downDuring(outage) };
    const row = await evaluateObjective(objective, sources, moment, never);
    const { rows } = await evaluateContributors(objective, sources, moment, never);
    const ofOneDimension = rows.filter(({ contributor }) => contributor.dimension === 'Error type');
    const bad = ofOneDimension.reduce((sum, { contributor }) => sum + contributor.bad, 0);
    expect(row.kind === 'events' ? row.evaluation.bad : NaN).toBe(bad);
    expect(bad).toBeGreaterThan(0);
    expect(ofOneDimension.reduce((sum, { shareOfBad }) => sum + (shareOfBad ?? NaN), 0)).toBeCloseTo(1);
  });
});

function rollingOf(durationMs: number): Objective['window'] {
  return { type: 'rolling', durationMs };
}
