import { DAY_MS, HOUR_MS } from '../budget/durations';
import { demoSource } from '../sources/demo/demoSource';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { judgeBreaches } from './judgeBreaches';
import { objectiveOf } from './objective.testing';
import { sprintRows, type JudgedBreaches } from './sprintRows';

const NOW = Date.UTC(2026, 10, 22, 10);
const api = { id: 'api', displayName: 'API' };

function breached(id: string, fromMs: number, toMs: number | null, application?: typeof api): JudgedBreaches {
  return {
    objective: objectiveOf({ id, application }),
    breaches: [{ fromMs, toMs, startedBefore: false }],
    notices: [],
    executed: [],
  };
}

describe('remedial sprints', () => {
  it('are one per application, whichever of its objectives was breached', () => {
    const rows = sprintRows(
      [
        breached('up', NOW - 9 * DAY_MS, NOW - 8 * DAY_MS, api),
        breached('ok', NOW - 8 * DAY_MS + HOUR_MS, NOW - 5 * DAY_MS, api),
      ],
      NOW
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      service: api,
      fromMs: NOW - 9 * DAY_MS,
      toMs: NOW - 4 * DAY_MS,
      earliestReturnMs: null,
    });
    expect(rows[0].objectives.map(({ id }) => id)).toEqual(['up', 'ok']);
  });

  it('belong to the category where there is no application', () => {
    const [row] = sprintRows([breached('flux', NOW - DAY_MS, null)], NOW);
    expect(row.service).toEqual({ id: 'public', displayName: 'Public Applications' });
    expect(row.toMs).toBeNull();
  });

  it('come oldest first', () => {
    const rows = sprintRows(
      [breached('late', NOW - DAY_MS, null), breached('early', NOW - 9 * DAY_MS, NOW - 8 * DAY_MS, api)],
      NOW
    );
    expect(rows.map(({ fromMs }) => fromMs)).toEqual([NOW - 9 * DAY_MS, NOW - DAY_MS]);
  });

  it('can end a day after the last of its objectives complies again', () => {
    const [row] = sprintRows([breached('ok', NOW - 3 * DAY_MS, NOW - HOUR_MS, api)], NOW);
    expect(row.toMs).toBeNull();
    expect(row.earliestReturnMs).toBe(NOW - HOUR_MS + DAY_MS);
  });

  it('end at an unknown time while it is unknown when an objective complies', () => {
    expect(sprintRows([breached('ok', NOW - DAY_MS, null, api)], NOW)[0].earliestReturnMs).toBeNull();
  });

  it('of the demo say when SQLMesh can be back, from the failures that leave its window', async () => {
    const demo = demoSource();
    const objective = shippedCatalogue.objectives.find(({ id }) => id === 'sqlmesh-materialization');
    if (!objective) {
      throw new Error('no sqlmesh-materialization');
    }
    const range = { fromMs: NOW - 30 * DAY_MS, toMs: NOW, nowMs: NOW };
    const judged = await judgeBreaches(objective, { Dagster: demo }, range, new AbortController().signal);
    const [row] = sprintRows([judged], NOW);
    expect(row.fromMs).toBeLessThan(NOW - 7 * DAY_MS);
    expect(row.earliestReturnMs).toBeGreaterThan(NOW + DAY_MS);
    expect(row.earliestReturnMs).toBeLessThanOrEqual(NOW + 31 * DAY_MS);
  });

  it('begin with items that are out of compliance now', async () => {
    const demo = demoSource();
    const objective = shippedCatalogue.objectives.find(({ id }) => id === 'core-freshness');
    if (!objective) {
      throw new Error('no core-freshness');
    }
    const range = { fromMs: NOW - 30 * DAY_MS, toMs: NOW, nowMs: NOW };
    const judged = await judgeBreaches(objective, { Dagster: demo }, range, new AbortController().signal);
    expect(judged.breaches).toEqual([{ fromMs: NOW - 7 * HOUR_MS, toMs: null, startedBefore: false }]);
  });
});
