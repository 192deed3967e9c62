import { HOUR_MS } from '../../budget/durations';
import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import { demoAssets } from './demoAssets';
import { itemsOf } from './scenarios';

const NOW = Date.UTC(2026, 10, 22, 10);

describe('assets of demo data', () => {
  it('are as many, and as many of them stale, as the objective says', () => {
    const objective = shippedCatalogue.objectives.find(({ id }) => id === 'core-freshness');
    if (!objective) {
      throw new Error('no core-freshness');
    }
    const { total, bad } = itemsOf(objective);
    const assets = demoAssets(objective, NOW);
    expect(assets).toHaveLength(total);
    expect(new Set(assets.map(({ asset }) => asset)).size).toBe(total);
    expect(assets.filter(({ fresh }) => !fresh).map(({ asset }) => asset)).toEqual(bad);
    expect(assets[0]).toMatchObject({ decidedBy: 'never materialized', staleSinceMs: null, ageMs: null });
    expect(assets[1].staleSinceMs).toBe(NOW - 7 * HOUR_MS);
  });

  it('are as old as what decided says', () => {
    const [objective] = shippedCatalogue.objectives.filter(({ id }) => id === 'core-freshness');
    const assets = demoAssets(objective, NOW).filter(({ ageMs }) => ageMs !== null);
    for (const { ageMs, intervalMs, decidedBy } of assets) {
      expect((ageMs ?? NaN) <= intervalMs).toBe(decidedBy === 'materialized');
    }
    expect([...new Set(assets.map(({ decidedBy }) => decidedBy))].sort()).toEqual(['audits', 'materialized', 'stale']);
  });
});
