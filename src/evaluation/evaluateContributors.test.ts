import type { Objective } from '../catalogue/objective';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { DAY_MS, HOUR_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import type { Contributor, ContributorsRequest, CountsRequest, Source } from '../sources/contract';
import { demoSource } from '../sources/demo/demoSource';
import { SourceError } from '../sources/sourceError';
import { evaluateContributors } from './evaluateContributors';
import { evaluateObjective } from './evaluateObjective';
import { objectiveOf } from './objective.testing';
import { createSource } from '../sources/createSource';

const NOW = Date.UTC(2026, 10, 22, 10);
const moment = { atMs: NOW, nowMs: NOW };
const never = new AbortController().signal;
const demo = demoSource();

/** 1,000 events in 30 days, 20 of them bad: twice the budget of 99 %. */
function source(contributors?: Contributor[]): Source {
  return createSource('Demo', {
    async counts({ fromMs, toMs, stepMs }: CountsRequest) {
      const counts = unobservedCounts(fromMs, toMs, stepMs);
      counts.coverage.fill(1);
      if (stepMs === 3_600_000) {
        counts.total[10] = 1000;
        counts.good[10] = 980;
      }
      return { counts, notices: [], executed: [] };
    },
    ...(contributors && {
      contributors: async () => ({ contributors, notices: [], executed: ['by label'] }),
    }),
  });
}

describe('contributors', () => {
  it('report their share of the bad events and, separately, of the budget', async () => {
    const contributors = [
      { name: 'a', bad: 5, total: 900 },
      { name: 'b', bad: 15, total: 40 },
    ];
    const { rows, executed } = await evaluateContributors(objectiveOf(), { Demo: source(contributors) }, moment, never);
    expect(
      rows.map(({ contributor, shareOfBad, budgetConsumed }) => [contributor.name, shareOfBad, budgetConsumed])
    ).toEqual([
      ['b', 0.75, expect.closeTo(1.5)],
      ['a', 0.25, expect.closeTo(0.5)],
    ]);
    expect(executed).toEqual(['by label']);
  });

  it('are of the time that the figures count, which begins with a whole hour', async () => {
    const nowMs = NOW + 25 * 60_000;
    const asked: ContributorsRequest[] = [];
    const recording = createSource('Demo', {
      counts: (...request) => source().read('counts', ...request),
      contributors: async (request) => {
        asked.push(request);
        return { contributors: [], notices: [], executed: [] };
      },
    });
    await evaluateContributors(objectiveOf(), { Demo: recording }, { atMs: nowMs, nowMs }, never);
    expect(asked).toMatchObject([{ fromMs: NOW - 30 * DAY_MS + HOUR_MS, toMs: nowMs }]);
  });

  it('are candidates below the target by themselves, from eight events on', async () => {
    const contributors = [
      { name: 'failing', bad: 15, total: 40 },
      { name: 'fine', bad: 3, total: 900 },
      { name: 'rare', bad: 2, total: 7 },
      { name: 'untold', bad: 1, total: null },
    ];
    const { rows } = await evaluateContributors(objectiveOf(), { Demo: source(contributors) }, moment, never);
    expect(rows.map(({ belowTarget }) => belowTarget)).toEqual(['yes', 'no', 'tooFewToTell', null]);
  });

  it('have no share of an objective that counts slices of time, which a notice says', async () => {
    const sliced = objectiveOf({ budgeting: { method: 'Timeslices', sliceMs: HOUR_MS, sliceTarget: 0.9 } });
    const contributors = [{ name: 'a', bad: 5, total: 900 }];
    const { rows, notices } = await evaluateContributors(sliced, { Demo: source(contributors) }, moment, never);
    expect(rows).toEqual([{ contributor: contributors[0], shareOfBad: null, budgetConsumed: null, belowTarget: null }]);
    expect(notices.map(({ text }) => text)).toEqual([
      expect.stringMatching(/counts slices of time, but these are events/),
    ]);
  });

  it('leave out what did not fail', async () => {
    const { rows } = await evaluateContributors(
      objectiveOf(),
      {
        Demo: source([
          { name: 'a', bad: 0, total: 960 },
          { name: 'b', bad: 20, total: 40 },
        ]),
      },
      moment,
      never
    );
    expect(rows.map(({ contributor }) => contributor.name)).toEqual(['b']);
  });

  it('say so where the upstream does not know them', async () => {
    const { rows, notices } = await evaluateContributors(objectiveOf(), { Demo: source() }, moment, never);
    expect(rows).toEqual([]);
    expect(notices[0].text).toBe('Demo has no breakdown of its events');
  });

  it('are the bad items of an objective that judges items', async () => {
    const freshness = objectiveOf({ window: { type: 'pointInTime' }, target: 0.5 });
    const items = { asOfMs: NOW, good: 6, total: 8, bad: ['x', 'y'] };
    const withItems = createSource('Demo', { items: async () => ({ items, notices: [], executed: [] }) });
    const { rows } = await evaluateContributors(freshness, { Demo: withItems }, moment, never);
    expect(
      rows.map(({ contributor: { name }, shareOfBad, budgetConsumed }) => [name, shareOfBad, budgetConsumed])
    ).toEqual([
      ['x', 0.5, 0.25],
      ['y', 0.5, 0.25],
    ]);
  });

  it('are the assets that miss partitions of an objective that judges those, each with all that it misses', async () => {
    const partitions = shippedCatalogue.objectives.find(({ id }) => id === 'core-partitions');
    if (!partitions) {
      throw new Error('no core-partitions');
    }
    const known = { total: 0, withinGrace: 5, failed: 0, materializing: 0 };
    const assets = [
      { ...known, asset: 'a', materialized: 90, missing: 10, missingInWords: '1 to 10 (10)', belowTarget: true },
      { ...known, asset: 'b', materialized: 870, missing: 30, missingInWords: '1 to 30 (30)', belowTarget: true },
      { ...known, asset: 'c', materialized: 3000, missing: 0, missingInWords: '', belowTarget: false },
    ];
    const items = { asOfMs: NOW, good: 3960, total: 4000, bad: ['b 1 to 30 (30)', 'a 1 to 10 (10)'] };
    const answered = { notices: [], executed: [] };
    const withPartitions = createSource('Dagster', {
      items: async () => ({ items, ...answered }),
      partitions: async () => ({ assets, ...answered }),
    });
    const { rows } = await evaluateContributors(partitions, { Dagster: withPartitions }, moment, never);
    expect(rows).toMatchObject([
      { contributor: { name: 'b', bad: 30, total: 900 }, shareOfBad: 0.75, belowTarget: 'yes' },
      { contributor: { name: 'a', bad: 10, message: 'missing: 1 to 10 (10)' }, shareOfBad: 0.25 },
    ]);
    expect(rows.map(({ budgetConsumed }) => budgetConsumed)).toEqual([expect.closeTo(0.75), expect.closeTo(0.25)]);
  });

  it('are the stale assets of an objective that judges freshness, each with why', async () => {
    const freshness = shippedCatalogue.objectives.find(({ id }) => id === 'core-freshness');
    if (!freshness) {
      throw new Error('no core-freshness');
    }
    const { rows } = await evaluateContributors(freshness, { Dagster: demo }, moment, never);
    expect(rows).toMatchObject([
      { contributor: { bad: 1, message: 'never materialized, expected within 3 d (override)' }, shareOfBad: 0.5 },
      {
        contributor: {
          name: 'github_archive/events',
          message: expect.stringMatching(/^stale since .* within 1 d 12 h/),
        },
      },
    ]);
  });

  it('become an error of their objective where the source fails', async () => {
    const { error } = await evaluateContributors(objectiveOf(), {}, moment, never);
    expect(error).toBeInstanceOf(SourceError);
  });

  it('add up to the bad events of an objective on demo data, unless an event is of several assets', async () => {
    const sources = { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
    const isOfOne = ({ id, window }: Objective) => window.type === 'rolling' && id !== 'sqlmesh-materialization';
    for (const objective of shippedCatalogue.objectives.filter(isOfOne).slice(0, 6)) {
      const row = await evaluateObjective(objective, sources, moment, never);
      const { rows } = await evaluateContributors(objective, sources, moment, never);
      const bad = rows.reduce((sum, { contributor }) => sum + contributor.bad, 0);
      expect(row.kind === 'events' ? row.evaluation.bad : NaN).toBe(bad);
    }
  });
});
