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
    expect(assets[0].staleSinceMs).toBeLessThan(NOW);
  });
});
