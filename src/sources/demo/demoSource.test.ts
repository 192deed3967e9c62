import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import { demoSource } from './demoSource';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const signal = new AbortController().signal;

function read(id: string, stepMs: number, fromMs: number, toMs: number, nowMs = NOW) {
  const objective = shippedCatalogue.objectives.find((candidate) => candidate.id === id);
  if (!objective) {
    throw new Error(`no objective ${id}`);
  }
  return demoSource().read('counts', { objective, stepMs, fromMs, toMs, nowMs }, signal);
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe('demo data', () => {
  it('exist for every objective of the shipped catalogue', async () => {
    for (const { id, window } of shippedCatalogue.objectives) {
      if (window.type !== 'pointInTime') {
        const { counts } = await read(id, HOUR_MS, NOW - (NOW % HOUR_MS) - 30 * DAY_MS, NOW - (NOW % HOUR_MS));
        expect(sum(counts.total)).toBeGreaterThan(0);
        expect(sum(counts.total)).toBeGreaterThanOrEqual(sum(counts.good));
      }
    }
  });

  it('exist for an objective of one’s own, whatever its id', async () => {
    const [{ ...own }] = shippedCatalogue.objectives;
    for (const id of ['checkout', 'constructor']) {
      const request = { objective: { ...own, id }, fromMs: NOW - DAY_MS, toMs: NOW, nowMs: NOW };
      const { counts } = await demoSource().read('counts', { ...request, stepMs: 5 * MINUTE_MS }, signal);
      expect(sum(counts.total)).toBeGreaterThan(0);
      expect((await demoSource().read('contributors', request, signal)).contributors).not.toEqual([]);
      expect((await demoSource().read('items', request, signal)).items.total).toBeGreaterThan(0);
    }
  });

  it('say on every answer that they are demo data', async () => {
    const { notices, executed } = await read('api-requests', HOUR_MS, 0, HOUR_MS);
    expect(notices[0].text).toMatch(/^Demo data/);
    expect(executed[0]).toMatch(/demo data/);
  });

  it('are the same at every bucket width', async () => {
    const from = Date.UTC(2026, 10, 21);
    const hours = await read('api-requests', HOUR_MS, from, from + DAY_MS);
    const fine = await read('api-requests', 5 * MINUTE_MS, from, from + DAY_MS);
    expect(sum(fine.counts.total)).toBe(sum(hours.counts.total));
    expect(sum(fine.counts.good)).toBe(sum(hours.counts.good));
  });

  it('do not change while the day lasts', async () => {
    const from = Date.UTC(2026, 10, 10);
    const morning = await read('api-requests', HOUR_MS, from, from + DAY_MS, NOW);
    const evening = await read('api-requests', HOUR_MS, from, from + DAY_MS, NOW + 9 * HOUR_MS);
    expect(evening.counts.good).toEqual(morning.counts.good);
  });

  it('show a stretch in which no one looked as unobserved, not as up', async () => {
    const { counts } = await read(
      'documentation-availability',
      HOUR_MS,
      NOW - (NOW % DAY_MS) - 30 * DAY_MS,
      NOW - (NOW % DAY_MS)
    );
    const unobserved = counts.coverage.findIndex((coverage) => coverage === 0);
    expect(unobserved).toBeGreaterThan(0);
    expect(counts.total[unobserved]).toBe(0);
  });

  it('name the items that are bad now', async () => {
    const objective = shippedCatalogue.objectives.find(({ id }) => id === 'core-freshness');
    if (!objective) {
      throw new Error('no core-freshness');
    }
    const { items } = await demoSource().read('items', { objective, nowMs: NOW }, signal);
    expect(items.total - items.good).toBe(items.bad.length);
    expect(items.outSinceMs).toBeLessThan(NOW);
  });
});
